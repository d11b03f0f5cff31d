import { createRequire } from "node:module";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Internals, type Inside } from "./internals.ts";

const commonJs = `
const kept = new Map();
let counter = 1;
exports.topLevel = function topLevel() { return kept; };
exports.nested = (() => { const inner = new Set(); { const block = []; return () => [inner, block]; } })();
exports.load = (url) => import(url);
class Base { #base = 1; static #shared = new Map(); static count() { return Base.#shared; } get() { return this.#base; } }
exports.Pool = class Pool extends Base { #waiting = [1]; #limit = 5; static #open = new Set(); #own() {} size() { return [this.#waiting, this.#limit, Pool.#open, this.#own]; } };
exports.sloppy = new Function("bag", "with (bag) { return () => named }")({ named: kept });
exports.early = function early() { return () => later; };
exports.reader = exports.early();
exports.later = () => later;
try { throw new Error(); } catch (caught) { exports.inCatch = () => caught; }
exports.kept = kept;
let later_ = 1;
`;
const esModule = `
const hidden = new Map();
export const put = (key) => hidden.set(key, key);
export const before = () => notYet;
globalThis.plantedBefore = before;
await new Promise((resolve) => (globalThis.goOn = resolve));
const notYet = new Map();
`;

let folder = "";
let internals: Internals;
let planted: Record<string, unknown>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-internals-"));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  planted = createRequire(import.meta.url)(write("planted.cjs", commonJs)) as typeof planted;
  const load = planted["load"] as (url: string) => Promise<unknown>;
  void load(pathToFileURL(write("planted.mjs", esModule)).href);
  await new Promise((resolve) => setTimeout(resolve, 50));
  internals = new Internals();
});
afterAll(() => {
  internals.close();
  (globalThis as unknown as { goOn(): void }).goOn();
  for (const name of ["goOn", "plantedBefore"]) delete (globalThis as Record<string, unknown>)[name];
  rmSync(folder, { recursive: true, force: true });
});

function inside(value: unknown, skip = false): Inside {
  return internals.read([value as object], () => skip)[0]!;
}

function variable(value: unknown, name: string): { value: unknown; module: boolean } | undefined {
  return inside(value).variables.find((each) => each.name === name);
}

test("a function of a CommonJS module shows the module's variables, marked as such", () => {
  expect(variable(planted["topLevel"], "kept")).toEqual({
    name: "kept",
    value: planted["kept"],
    module: true,
  });
});

test("a closure and a block are scopes of their own", () => {
  expect(variable(planted["nested"], "inner")).toMatchObject({ value: new Set(), module: false });
  expect(variable(planted["nested"], "block")).toMatchObject({ value: [], module: false });
  expect(variable(planted["nested"], "kept")).toMatchObject({ module: true });
});

test("the variables of a module are left out where they are known already", () => {
  const names = inside(planted["nested"], true).variables.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["inner", "block"]));
  expect(names).not.toContain("kept");
  expect(inside(planted["topLevel"], true).variables).toEqual([]);
});

test("a function of an ES module shows the module's variables, those without a value as undefined", () => {
  const { plantedBefore } = globalThis as unknown as { plantedBefore: unknown };
  expect(variable(plantedBefore, "hidden")).toMatchObject({ value: new Map(), module: true });
  expect(variable(plantedBefore, "notYet")?.value).toBeUndefined();
});

test("an object that `with` made a scope of is read like any", () => {
  expect(variable(planted["sloppy"], "named")?.value).toBe(planted["kept"]);
});

test("a caught error is a variable", () => {
  expect(variable(planted["inCatch"], "caught")?.value).toBeInstanceOf(Error);
});

test("private fields of an instance are read, inherited ones and numbers too", () => {
  const Pool = planted["Pool"] as new () => object;
  const { privates, place } = inside(new Pool());
  expect(Object.fromEntries(privates)).toMatchObject({ "#base": 1, "#waiting": [1], "#limit": 5 });
  expect(place).toBeNull();
});

test("private statics are read from the class", () => {
  expect(Object.fromEntries(inside(planted["Pool"]).privates)).toMatchObject({ "#open": new Set() });
});

test("a bound function gives its target, this and arguments, a settled promise its value", async () => {
  const [target, self, argument] = [(): void => {}, new Map(), new Set()];
  const { held, variables } = inside((target as (each: unknown) => void).bind(self, argument));
  const named = Object.fromEntries(held);
  expect([named["TargetFunction"], named["BoundThis"], named["BoundArgs"]]).toEqual([
    target,
    self,
    [argument],
  ]);
  expect(variables).toEqual([]);
  const result = new Map();
  expect(inside(Promise.resolve(result)).held).toEqual([["PromiseResult", result]]);
  expect(inside(new Promise(() => {})).held).toEqual([]);
});

test("a function knows its place: script and 0-based line and column", () => {
  const [topLevel, nested] = [inside(planted["topLevel"]).place!, inside(planted["nested"]).place!];
  expect(topLevel).toMatchObject({ line: 3 });
  expect(nested.script).toBe(topLevel.script);
  expect(nested.column).toBeGreaterThan(0);
});

test("several values are answered in their order", () => {
  const read = internals.read([planted["topLevel"], {}, planted["inCatch"]] as object[], () => false);
  expect(read.map(({ place }) => place?.line)).toEqual([3, undefined, 12]);
});

test("nothing is left on the global object, and live values stay collectable after closing", () => {
  const before = Reflect.ownKeys(globalThis);
  const other = new Internals();
  other.read([planted["topLevel"] as object], () => false);
  other.close();
  expect(Reflect.ownKeys(globalThis)).toEqual(before);
});

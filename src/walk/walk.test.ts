import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Collections, type Collection } from "./collections.ts";
import { Internals, type Inside } from "./internals.ts";
import { Paths } from "./paths.ts";
import type { Step } from "./protocol.ts";
import { Reactions } from "./reactions.ts";
import { Scripts } from "./scripts.ts";
import { Variables } from "./variables.ts";
import { Walk } from "./walk.ts";

const hostile = `
const calls = (exports.calls = []);
exports.planted = () => calls.splice(0);
const ran = (what) => () => { calls.push(what); throw new Error(what); };
const traps = new Proxy({}, { get: (_, trap) => ran("trap " + trap) });
const fill = (map) => { for (let i = 0; i < 20; i++) map.set(i, { i }); return map; };

exports.behindProxy = new Proxy({ hidden: new Map() }, traps);
exports.revoked = (() => { const r = Proxy.revocable(function () {}, traps); r.revoke(); return r.proxy; })();
exports.inheritsProxy = Object.create(new Proxy({}, traps));
exports.proxiedClass = new (class { constructor() { this.inside = fill(new Map()); Object.setPrototypeOf(this, new Proxy({}, traps)); } })();
exports.accessors = { get trap() { return ran("getter")(); }, set trap(v) { ran("setter")(); }, beside: fill(new Map()) };
Object.defineProperty(exports.accessors, Symbol.toStringTag, { get: ran("toStringTag") });
exports.overridden = fill(new (class Overridden extends Map {
  get size() { return ran("size")(); }
  entries() { return ran("entries")(); }
  keys() { return ran("keys")(); }
  forEach() { return ran("forEach")(); }
  [Symbol.iterator]() { return ran("iterator")(); }
})());
class Grouper extends Map { get size() { return ran("fake size")(); } }
exports.fakeMap = Grouper.prototype;
exports.fakeSet = Object.create(Set.prototype);
exports.frozen = Object.freeze({ list: Object.freeze([1, 2, 3]), map: fill(new Map()) });
exports.noPrototype = Object.assign(Object.create(null), { map: fill(new Map()) });
exports.error = new (class Failure extends Error { #cause = 1; get message() { return ran("message")(); } })();
exports.captured = {};
Error.captureStackTrace(exports.captured);
exports.rejected = Promise.reject(new TypeError("no")); exports.rejected.catch(() => {});
class Holder { #map = fill(new Map()); lastError = new Error("before"); bag = exports.accessors; has() { return #map in this; } }
exports.holder = new Holder();
exports.arrayOfTraps = [exports.behindProxy, new Proxy([], traps)];
exports.mapOfTraps = new Map([[new Proxy({}, traps), new Proxy({}, traps)]]);
exports.cycle = { map: fill(new Map()) }; exports.cycle.self = exports.cycle; exports.cycle.map.set("back", exports.cycle);
exports.emitter = { _events: new Proxy({}, traps) };
exports.emitters = [{ _events: { a: new Proxy([], traps), b: new (class extends Array { static get [Symbol.species]() { return ran("species")(); } slice() { return ran("slice")(); } })(3) } }];
exports.withProxy = new Function("sandbox", "with (sandbox) { return function inWith() {} }")(
  new Proxy({}, { has: () => false, get: (_, key) => key === Symbol.unscopables ? undefined : ran("with")(), ownKeys: ran("with keys") }));
exports.withGetter = new Function("bag", "with (bag) { return function inBag() {} }")({ get trap() { return ran("with getter")(); }, map: fill(new Map()) });
exports.typed = Object.defineProperty(new Uint8Array(8), "trap", { get: ran("typed array getter") });
let deep = null; for (let i = 0; i < 100_000; i++) deep = { next: deep }; exports.deep = deep;
exports.dictionary = {}; for (let i = 0; i < 50_000; i++) exports.dictionary["key " + i] = { i };
exports.records = fill(new (class Registry extends Map { #byName = fill(new Map()); own = fill(new Map()); byName() { return this.#byName; } })());
exports.list = Object.assign(new (class Items extends Array {})(1, 2, 3), { index: fill(new Map()) });
exports.large = new (class Large extends Map { #byName = new Map(); byName() { return this.#byName; } })(Array.from({ length: 100_000 }, (_, i) => [i, i]));
exports.holdsLarge = new (class HoldsLarge { #large = exports.large; list = new Uint8Array(1e6); large() { return this.#large; } })();
exports.wordy = new (class Wordy { #map = fill(new Map()); text = "x".repeat(3_000_000); map() { return this.#map; } })();
exports.stack = { stack: fill(new Map()) };
exports.bound = ((map, set) => {
  exports.boundTo = [new WeakRef(map), new WeakRef(set)];
  return function () {}.bind(map, set);
})(fill(new Map()), new Set([1, 2, 3]));
`;

const esm = `
export const early = new Map([[1, 1]]);
export let late = new Map();
const hidden = new Map();
export const put = (k) => hidden.set(k, k);
export class Pool { static live = new Set([1]); static #waiting = new Map(); static add(k) { Pool.#waiting.set(k, k); return Pool.#waiting; } }
`;

const unfinished = `
globalThis.letUnfinishedGo = null;
export const before = new Map();
await new Promise((resolve) => (globalThis.letUnfinishedGo = resolve));
export const never = new Map();
`;

/** Notes what the inspector is shown. */
class Recording extends Internals {
  readonly shown: object[] = [];

  override read(values: readonly object[], skip: (script: number) => boolean): Inside[] {
    this.shown.push(...values);
    return super.read(values, skip);
  }
}

interface Walked {
  readonly shown: readonly object[];
  readonly walk: Walk;
  find(owner: object, kind?: string): { collection: Collection; path: string; steps: readonly Step[] } | null;
}

let folder = "";
let planted: Record<string, unknown>;
let module_: Record<string, unknown>;
let walked: Walked;
const foreign = runInNewContext(
  `({ map: new Map([[1, { inner: new Set([1]) }]]), list: [1, 2, 3], dictionary: Object.fromEntries(Array.from({ length: 20 }, (_, i) => ["k" + i, i])) })`,
) as { map: Map<number, { inner: Set<number> }>; list: number[]; dictionary: object };

function walkAll(options: Partial<{ budgetMs: number; maxObjects: number }> = {}): Walked {
  const [paths, collections, scripts, internals] = [
    new Paths(),
    new Collections(),
    new Scripts(),
    new Recording(),
  ];
  const began = performance.now();
  const full = {
    sliceMs: 5,
    budgetMs: 120_000,
    maxObjects: 2_000_000,
    idleMs: 60_000,
    texts: true,
    ...options,
  };
  const reactions = new Reactions(() => {});
  const walk = new Walk(
    { paths, collections, internals, scripts, reactions, variables: new Variables() },
    full,
    () => performance.now() - began > full.budgetMs,
  );
  for (const _ of walk.work());
  internals.close();
  return {
    walk,
    shown: internals.shown,
    find(owner, kind) {
      const collection = [...collections].find(
        (each) => each.owner() === owner && (kind ?? each.kind) === each.kind,
      );
      if (collection === undefined) return null;
      const steps = paths.steps(collection.node);
      return { collection, steps, path: steps.map(({ kind: step, name }) => `${step} ${name}`).join(" > ") };
    },
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-walk-"));
  const write = (name: string, text: string): string => (
    writeFileSync(join(folder, name), text),
    join(folder, name)
  );
  // Not through vitest, which would wrap the modules.
  const require = createRequire(import.meta.url);
  const load = require(write("load.cjs", "module.exports = (url) => import(url)")) as (
    url: string,
  ) => Promise<Record<string, unknown>>;
  planted = require(write("hostile.cjs", hostile)) as typeof planted;
  module_ = await load(pathToFileURL(write("module.mjs", esm)).href);
  void load(pathToFileURL(write("unfinished.mjs", unfinished)).href);
  await new Promise((resolve) => setTimeout(resolve, 50));
  Object.assign(globalThis, { plantedFromElsewhere: foreign });
  (planted["planted"] as () => unknown)();
  const prepare = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace")!;
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    value: () => void (planted["calls"] as string[]).push("prepareStackTrace"),
  });
  try {
    walked = walkAll();
  } finally {
    Object.defineProperty(Error, "prepareStackTrace", prepare);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  (globalThis as unknown as { letUnfinishedGo?: () => void }).letUnfinishedGo?.();
  delete (globalThis as Record<string, unknown>)["plantedFromElsewhere"];
});

test("none of the program's code runs: no getter, trap, overridden method or stack formatter", () => {
  expect(planted["calls"]).toEqual([]);
});

test("the walk comes to its end", () => {
  expect(walked.walk.complete).toBe(true);
  expect(walked.walk.files).toContain(join(folder, "hostile.cjs"));
  expect(walked.walk.files).toContain(pathToFileURL(join(folder, "module.mjs")).href);
});

const at = (...keys: string[]): object =>
  keys.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], planted) as object;

test.each([
  ["overridden"],
  ["accessors", "beside"],
  ["proxiedClass", "inside"],
  ["frozen", "map"],
  ["noPrototype", "map"],
  ["cycle", "map"],
  ["records"],
  ["records", "own"],
  ["list"],
  ["list", "index"],
  ["stack", "stack"],
])("a collection at %s is found and counted in spite of what is around it", (...keys) => {
  const found = walked.find(at(...keys.filter((key) => key !== undefined)));
  expect(found?.path).toMatch(/^module exports > property /);
  expect(found!.collection.count()).toBeGreaterThanOrEqual(3);
});

test("a dictionary of fifty thousand keys is found with its count", () => {
  expect(walked.find(at("dictionary"))!.collection.first).toBe(50_000);
});

test.each([["behindProxy"], ["fakeMap"], ["fakeSet"]])(
  "what only looks like a collection is none: %s",
  (key) => {
    expect(walked.find(at(key))).toBeNull();
  },
);

test("a private field of an instance, of a subclass of Map and of a class is reached", () => {
  const byName = (at("records") as unknown as { byName(): object }).byName();
  expect(walked.find(byName)?.path).toMatch(/property records > private #byName$/);
  const pool = module_["Pool"] as { live: object; add(key: number): object };
  expect(walked.find(pool.live)?.path).toMatch(/property Pool > property live$|module Pool > property live$/);
  expect(walked.find(pool.add(1))?.path).toMatch(/ Pool > private #waiting$/);
});

test("the inspector, which copies what it is shown, is shown nothing large", () => {
  expect(walked.shown.length).toBeGreaterThan(100);
  expect(walked.shown).toContain(at("holdsLarge"));
  for (const value of walked.shown) {
    expect(ArrayBuffer.isView(value)).toBe(false);
  }
  expect(walked.shown.some((value) => value === at("large") || value === at("wordy"))).toBe(false);
  expect(walked.find(at("large"))?.collection.first).toBe(100_000);
});

test("what stands behind a Proxy and what a weak map holds under a long-lived key is reached, and no trap runs", async () => {
  const trapped: string[] = [];
  const handler = new Proxy({}, { get: (_target, trap) => void trapped.push(String(trap)) });
  const [behind, held] = [new Map([[1, 1]]), new Set([1])];
  const key = { long: "lived" };
  const holder = { key, proxy: new Proxy({ behind }, handler), weak: new WeakMap([[key, held]]) };
  Object.assign(globalThis, { plantedLater: holder });
  const seen = walkAll();
  Reflect.deleteProperty(globalThis, "plantedLater");
  expect(trapped).toEqual([]);
  expect(seen.find(behind)?.path).toBe(
    "global plantedLater > property proxy > result Target > property behind",
  );
  expect(seen.find(held)?.path).toBe("global plantedLater > property weak > element ");
});

test("a variable that is given another array is followed", () => {
  const variables = new Variables();
  let list = [1];
  const add = (value: number): number[] => (list = [...list, value]);
  const variable = variables.add(add, "list", "closure", list)!;
  const internals = new Internals();
  for (const _ of variables.refresh(internals, true));
  expect(variable.reassigned).toBe(false);
  add(2);
  for (const _ of variables.refresh(internals, true));
  internals.close();
  expect(variable.reassigned).toBe(true);
  expect(variable.value).toBe(list);
});

test("values bound to a function are reached", () => {
  const [map, set] = (planted["boundTo"] as WeakRef<object>[]).map((held) => held.deref()!);
  expect(walked.find(map!)?.path).toMatch(/property bound > bound BoundThis$/);
  expect(walked.find(set!)?.path).toMatch(/property bound > bound BoundArgs > element $/);
});

test("a variable that a module keeps to itself is named by the module's scope", () => {
  const hidden = (module_["put"] as (key: number) => object)(1);
  expect(walked.find(hidden)?.path).toBe("module hidden");
  expect(walked.find(module_["early"] as object)?.path).toBe("module early");
});

test("a module that is still being evaluated does not stop the walk", () => {
  expect(walked.walk.files).toContain(pathToFileURL(join(folder, "unfinished.mjs")).href);
});

test("collections of another realm are found like any", () => {
  expect(walked.find(foreign.map)?.path).toBe("global plantedFromElsewhere > property map");
  expect(walked.find(foreign.list)?.collection.first).toBe(3);
  expect(walked.find(foreign.dictionary)?.collection.first).toBe(20);
  expect(walked.find(foreign.map.get(1)!.inner)?.steps.map(({ className }) => className)).toEqual([
    "",
    "",
    "",
    "",
  ]);
});

test.each([
  ["objects", { maxObjects: 500 }],
  ["time", { budgetMs: 0 }],
])("a budget of %s ends the walk early, and it says so", (_what, budget) => {
  const { walk } = walkAll(budget);
  expect(walk.complete).toBe(false);
  expect(walk.objects).toBeLessThan(walked.walk.objects);
});

test("nothing is left on the global object", () => {
  expect(Reflect.ownKeys(globalThis).filter((key) => String(key).includes("sawtooth"))).toEqual([]);
});

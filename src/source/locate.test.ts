import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { type FunctionText, locateFunction } from "./locate.ts";
import { Notes } from "./notes.ts";
import { TextLibrary } from "./text-library.ts";
import { temporaryFolder } from "../../test/build/temporary-folder.ts";

const folder = temporaryFolder();

const PROGRAM = `
function plain(a) { return a }
const arrow = (x) => x, bare = y => y, later = async (x) => x;
async function* generator (a) { yield a }
class Pool extends Array {
  static live = new Map(); #w = [];
  constructor(a) { super(); }
  add (x) { return this.#w }
  static async make(q) {}
  get size() { return 1 }
  ['comp' + (1)](z) {}
}
class Empty { m() { return (1) } }
const object = { m(a) {}, 'a key'(b) {}, f: function named (c) {}, e: function(){} };
const commented = function /* (c) */ (d) {};
const all = { plain, arrow, bare, later, generator, Pool, Empty, add: Pool.prototype.add, make: Pool.make,
  size: Object.getOwnPropertyDescriptor(Pool.prototype, 'size').get, computed: Pool.prototype.comp1,
  m: object.m, key: object['a key'], f: object.f, e: object.e, commented };
`;

const TYPED = `
interface A { x: number }
export function open<T extends A>(id: string, é: Map<string, "日本">, cb?: (a: T) => void): void { (é as any).set(id, 1); }
export const later = async <T>(
  a: T): Promise<T> => { return a };
export class Pool<T> { private readonly m: Map<string, T> = new Map(); add(k: string, v: T): this { this.m.set(k, v); return this; } }
export const all = { open, later, Pool, add: Pool.prototype.add };
`;

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Run in each Node: describes every function of a module as the inspector does. */
const DESCRIBE = write(
  "describe.mjs",
  `import inspector from "node:inspector";
const session = new inspector.Session();
session.connect();
const post = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => { answer = result; });
  return answer;
};
const module = await import(process.argv[2]);
const out = {};
for (const [name, value] of Object.entries((module.default ?? module).all)) {
  globalThis.probe = value;
  const { result } = post("Runtime.evaluate", { expression: "probe" });
  const { internalProperties } = post("Runtime.getProperties", { objectId: result.objectId, ownProperties: true });
  const { lineNumber, columnNumber } = internalProperties.find((p) => p.name === "[[FunctionLocation]]").value.value;
  out[name] = { text: Function.prototype.toString.call(value), line: lineNumber, column: columnNumber };
}
console.log(JSON.stringify(out));`,
);

const NODES = [
  ["this Node", process.execPath],
  ...[22, 24, 26].map((major) => [`Node ${major}`, resolve(`.nodes/node_modules/node${major}/bin/node`)]),
] as [string, string][];

function describedBy(node: string, file: string): [string, FunctionText][] {
  const out = execFileSync(node, ["--no-warnings", DESCRIBE, pathToFileURL(file).href], { encoding: "utf8" });
  return Object.entries(JSON.parse(out) as Record<string, FunctionText>);
}

const decoys = Array.from({ length: 40 }, (_, i) => write(`decoy-${i}.cjs`, `// ${i}\n${PROGRAM}`));

describe.each(NODES)("with functions as %s describes them", (name, node) => {
  const files = [
    write("plain.cjs", `${PROGRAM}module.exports = { all };`),
    write("marked.cjs", `\uFEFF${PROGRAM.trim()}module.exports = { all };`),
    write("marked.mjs", `\uFEFF${PROGRAM.trim()}export { all };`),
    write("script.cjs", `#!/usr/bin/env node${PROGRAM}module.exports = { all };`),
    write("windows.mjs", `${PROGRAM.replaceAll("\n", "\r\n")}export { all };`),
  ];
  const stripped = write("typed.ts", TYPED);

  test.skipIf(!existsSync(node))("each is found in its file", async () => {
    for (const file of files) {
      for (const [key, wanted] of describedBy(node, file)) {
        const texts = new TextLibrary(new Notes());
        const found = await locateFunction(wanted, [...decoys, pathToFileURL(file).href], texts);
        expect([name, key, found]).toEqual([name, key, pathToFileURL(file).href]);
      }
    }
  });

  const strips =
    existsSync(node) && Number(execFileSync(node, ["-p", "process.versions.node.split('.')[0]"])) >= 22;
  test.skipIf(!strips)("type stripping does not hide the file", async () => {
    const other = write("other.ts", TYPED.replace("interface A", "interface AB").replaceAll("open", "shut"));
    for (const [key, wanted] of describedBy(node, stripped)) {
      const found = await locateFunction(wanted, [...decoys, other, stripped], new TextLibrary(new Notes()));
      if (key === "open") expect(found).toBe(stripped);
      else expect([other, stripped]).toContain(found);
    }
  });
});

test("no file fits: null, and scripts that are no files do not matter", async () => {
  const wanted = { text: "function gone() { return 1 }", line: 0, column: 13 };
  const candidates = ["node:fs", "", "evalmachine.<anonymous>", join(folder, "missing.js"), ...decoys];
  expect(await locateFunction(wanted, candidates, new TextLibrary(new Notes()))).toBeNull();
});

test("files after the one that fits are not read", async () => {
  const read: string[] = [];
  class Counting extends TextLibrary {
    override read(path: string): ReturnType<TextLibrary["read"]> {
      read.push(path);
      return super.read(path);
    }
  }
  const own = write("first.cjs", "function first() { return 1 }");
  const wanted = { text: "function first() { return 1 }", line: 0, column: 14 };
  expect(await locateFunction(wanted, [own, ...decoys], new Counting(new Notes()))).toBe(own);
  expect(read.length).toBeLessThan(decoys.length);
});

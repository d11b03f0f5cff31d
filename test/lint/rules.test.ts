import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import plugin from "../../src/lint/index.ts";
import { temporaryFolder } from "../build/temporary-folder.ts";
import { runOxlint } from "./run-oxlint.ts";

/** No other file of a project has anything to say. */
const empty = temporaryFolder();
const collections = { "sawtooth/no-unpruned-collection": "error" };

function messagesOf(rule: string, code: string): readonly string[] {
  return new Linter({ cwd: empty })
    .verify(code, {
      languageOptions: { ecmaVersion: 2024, sourceType: "module" },
      plugins: { sawtooth: plugin as never },
      rules: { [`sawtooth/${rule}`]: "error" },
    })
    .map(({ message }) => message);
}

/** What each suggestion makes of the code, by the words it is offered with. */
function suggestionsFor(code: string): ReadonlyMap<string, string> {
  const [problem] = new Linter({ cwd: empty }).verify(code, {
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    plugins: { sawtooth: plugin as never },
    rules: collections as never,
  });
  return new Map(
    (problem?.suggestions ?? []).map(({ desc, fix }) => [
      desc,
      code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]),
    ]),
  );
}

test("the message names the collection, the line that adds, and what to do", () => {
  const code = `const sessions = new Map();
export function onConnection(socket) {
  sessions.set(socket.id, { socket });
}`;
  expect(messagesOf("no-unpruned-collection", code)).toEqual([
    expect.stringMatching(
      /^'sessions' \(Map, module scope\) grows at line 3, sessions\.set\(socket\.id, …\) in onConnection\(\), and nothing in this module takes entries out: every distinct key stays .*ScopedMap.*BoundedMap.*bounded: …/,
    ),
  ]);
});

describe("across the files of a project", () => {
  const registry = "export const sessions = new Map();\n";
  const add = `import { sessions } from "./registry.js";\nexport function open(socket) { sessions.set(socket.id, 1); }\n`;
  const remove = `import { sessions } from "./registry.js";\nexport function close(socket) { sessions.delete(socket.id); }\n`;

  test("an exported collection that only another file adds to is reported there", () => {
    const problems = runOxlint(
      temporaryFolder(),
      { "package.json": "{}", "registry.js": registry, "open.js": add },
      collections,
    );
    expect(problems.map(({ file, line }) => [file, line])).toEqual([["open.js", 2]]);
    expect(problems[0]!.message).toContain("exported by ./registry.js");
  });

  test("and is not when a third file takes out", () => {
    const files = { "package.json": "{}", "registry.js": registry, "open.js": add, "close.js": remove };
    expect(runOxlint(temporaryFolder(), files, collections)).toEqual([]);
  });

  test("a TypeScript file is found behind the ending that its import has", () => {
    const files = {
      "package.json": "{}",
      "src/registry.ts": "export const sessions: Map<string, number> = new Map();\n",
      "src/open.ts": add,
    };
    expect(runOxlint(temporaryFolder(), files, collections).map(({ file }) => file)).toEqual(["src/open.ts"]);
  });

  test("what another project takes out of a collection of the same name is no excuse", () => {
    const files = {
      "a/package.json": "{}",
      "a/registry.js": `export const sessions = new Map(); export function open(socket) { sessions.set(socket.id, 1); }\n`,
      "b/package.json": "{}",
      "b/close.js": "export function close(other, socket) { other.sessions.delete(socket.id); }\n",
    };
    expect(runOxlint(temporaryFolder(), files, collections)).toHaveLength(1);
  });
});

describe("suggestions", () => {
  const code = `const sessions = new Map();
server.on("connection", (socket) => {
  sessions.set(socket.id, {});
});
`;

  test("bound the collection", () => {
    expect([...suggestionsFor(code)].find(([words]) => words.startsWith("Bound it"))?.[1]).toBe(
      `import { BoundedMap } from "sawtooth/bounded";\n${code.replace("new Map()", "new BoundedMap({ max: 10_000 })")}`,
    );
  });

  test("tie the entry to the connection in scope", () => {
    expect([...suggestionsFor(code)].find(([words]) => words.startsWith("Tie"))?.[1]).toBe(
      `import { ScopedMap } from "sawtooth/bounded";\n${code.replace("new Map()", "new ScopedMap()").replace("{})", "{}, socket)")}`,
    );
  });

  test("delete the entry when the connection closes", () => {
    expect([...suggestionsFor(code)].find(([words]) => words.startsWith("Delete"))?.[1]).toBe(
      code.replace("{});\n", `{});\n  socket.once("close", () => sessions.delete(socket.id));\n`),
    );
  });

  test("none of them is reported again", () => {
    for (const mended of suggestionsFor(code).values()) {
      expect(messagesOf("no-unpruned-collection", mended)).toEqual([]);
    }
  });
});

const evictions: readonly [string, string, number][] = [
  ["of a Map in one expression", `export function f(m) { m.delete(m.keys().next().value); }`, 1],
  [
    "of a Set through a constant",
    `export function f(s) { const first = s.values().next().value; s.delete(first); }`,
    1,
  ],
  [
    "of a field",
    `class A { #m = new Map(); f() { this.#m.delete(this.#m.keys().next().value); } } export { A };`,
    1,
  ],
  ["of another collection", `export function f(a, b) { a.delete(b.keys().next().value); }`, 0],
  ["through an iterator that is kept", `export function f(m, it) { m.delete(it.next().value); }`, 0],
];
test.for(evictions)("no-first-key-eviction: %s", ([, code, count]) => {
  expect(messagesOf("no-first-key-eviction", code)).toHaveLength(count);
});

const listeners: readonly [string, string, number][] = [
  [
    "on process for every request",
    `export function handle(req) { process.on("exit", () => req.destroy()); }`,
    1,
  ],
  [
    "on an emitter of the module",
    `const bus = new EventEmitter(); server.on("connection", (c) => { bus.on("news", (n) => c.write(n)); });`,
    1,
  ],
  [
    "on an imported emitter",
    `import { bus } from "./bus.js"; export function handle(req, res) { bus.addListener("news", (n) => res.write(n)); }`,
    1,
  ],
  [
    "removed in the same file",
    `const bus = new EventEmitter(); server.on("connection", (c) => { const tell = (n) => c.write(n); bus.on("news", tell); c.on("close", () => bus.off("news", tell)); });`,
    0,
  ],
  ["at the top level", `process.on("SIGTERM", () => process.exit());`, 0],
  ["on the connection itself", `server.on("connection", (c) => { c.on("data", (d) => c.write(d)); });`, 0],
  ["once", `export function handle(req) { process.once("exit", () => req.destroy()); }`, 0],
  [
    "with a signal",
    `export function handle(req) { globalThis.addEventListener("x", () => req.destroy(), { signal: req.signal }); }`,
    0,
  ],
  [
    "in a function that is no handler",
    `export function watch(file) { process.on("exit", () => close(file)); }`,
    0,
  ],
];
test.for(listeners)("require-listener-removal: %s", ([, code, count]) => {
  expect(messagesOf("require-listener-removal", code)).toHaveLength(count);
});

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { beforeAll, describe, expect, test } from "vitest";
import { Sources } from "./sources.ts";
import { temporaryFolder } from "../../test/build/temporary-folder.ts";

const REGISTRY = `import { randomUUID } from "node:crypto";

interface Session {
  readonly id: string;
  readonly data: Buffer;
}

export const sessions: Map<string, Session> = new Map();

export function openSession(id: string, size: number): Session {
  const session: Session = { id, data: Buffer.alloc(size) };
  sessions.set(id, session);
  return session;
}

export class Hub<T extends object> {
  #waiting: T[] = [];
  async add(item: T): Promise<string> {
    this.#waiting.push(item);
    return randomUUID();
  }
}
`;

const SERVER = `import { Hub, openSession } from "./registry.js";

export type Socket = { once(event: string, f: () => void): void };

export function onConnection(socket: Socket): void {
  const id: string = String(Math.random());
  openSession(id, 100);
}

export const hub: Hub<Socket> = new Hub<Socket>();
`;

const SET = { line: 12, column: 12 };

function project(): string {
  const root = join(temporaryFolder(), "my app");
  write(join(root, "src/registry.ts"), REGISTRY);
  write(join(root, "src/server.ts"), SERVER);
  write(join(root, "package.json"), '{ "type": "module" }');
  return root;
}

function write(file: string, text: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function compile(root: string, ...options: string[]): void {
  const tsc = resolve("node_modules/typescript/bin/tsc");
  const common = [
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--rootDir",
    "src",
    "--outDir",
    "dist",
    "--types",
    "node",
  ];
  const types = ["--typeRoots", resolve("node_modules/@types")];
  execFileSync(process.execPath, [tsc, ...common, ...types, ...options, "src/server.ts"], {
    cwd: root,
    stdio: "pipe",
  });
}

/** 1-based position of a text in a file. */
function positionOf(file: string, text: string): { line: number; column: number } {
  const lines = readFileSync(file, "utf8").split("\n");
  const line = lines.findIndex((candidate) => candidate.includes(text));
  return { line: line + 1, column: (lines[line]?.indexOf(text) ?? -1) + 1 };
}

describe.each([
  ["a map beside the file", ["--sourceMap"]],
  ["an inline map", ["--inlineSourceMap"]],
  ["an inline map with the sources in it", ["--inlineSourceMap", "--inlineSources"]],
  ["a source root", ["--sourceMap", "--sourceRoot", "../src"]],
  ["CommonJS", ["--sourceMap", "--module", "nodenext"]],
])("TypeScript compiled with %s", (kind, options) => {
  let root = "";
  let file = "";
  beforeAll(() => {
    root = project();
    if (kind === "CommonJS") write(join(root, "package.json"), "{}");
    compile(root, ...options);
    file = join(root, "dist/registry.js");
  });

  test("leads from the line V8 runs to the line that was written", async () => {
    const sources = new Sources({ cwd: root });
    const at = positionOf(file, "set(id, session)");
    for (const script of [file, pathToFileURL(file).href]) {
      const place = await sources.place(script, at.line, at.column);
      expect(place).toMatchObject({ file: join(root, "src/registry.ts"), ...SET, mapped: true });
      expect(place.generated).toEqual({ file, ...at });
      expect(sources.display(place.file)).toBe("src/registry.ts");
      expect(await sources.excerptAt(place)).toBe("sessions.set(id, session);");
    }
    expect(sources.notes).toEqual([]);
  });
});

test("text carried by the map stands in for a missing original, and the running line where there is none", async () => {
  const root = project();
  compile(root, "--sourceMap", "--inlineSources");
  renameSync(join(root, "src"), join(root, "away"));
  const file = join(root, "dist/registry.js");
  const at = positionOf(file, "set(id, session)");
  const carried = new Sources({ cwd: root });
  const place = await carried.place(file, at.line, at.column);
  expect(await carried.excerptAt(place)).toBe("sessions.set(id, session);");
  expect(await carried.declaration(place.file, "sessions")).toMatchObject({ line: 8 });

  const map = JSON.parse(readFileSync(`${file}.map`, "utf8")) as Record<string, unknown>;
  writeFileSync(`${file}.map`, JSON.stringify({ ...map, sourcesContent: undefined }));
  const bare = new Sources({ cwd: root });
  const elsewhere = await bare.place(file, at.line, at.column);
  expect(elsewhere).toMatchObject({ file: join(root, "src/registry.ts"), ...SET });
  expect(await bare.excerpt(elsewhere.file, elsewhere.line)).toBeNull();
  expect(await bare.excerptAt(elsewhere)).toBe("sessions.set(id, session);");
});

describe("a map that cannot be used leaves the position as it is and is noted once", () => {
  const cases: [string, (file: string) => void, string][] = [
    ["is no JSON", (file) => writeFileSync(`${file}.map`, "{"), "cannot be used"],
    ["is missing", (file) => rmSync(`${file}.map`), "registry.js.map is missing"],
    ["is of another version", (file) => writeFileSync(`${file}.map`, '{"version":2}'), "only 3 is known"],
    [
      "lies on a server",
      (file) =>
        writeFileSync(file, `${readFileSync(file, "utf8")}\n//# sourceMappingURL=https://maps.example/a.map`),
      "is not fetched",
    ],
    [
      "has broken base64",
      (file) => writeFileSync(file, "a();\n//# sourceMappingURL=data:application/json;base64,!!!!"),
      "cannot be used",
    ],
    [
      "is older than the source",
      (file) => writeFileSync(join(dirname(dirname(file)), "src/registry.ts"), "export {};\n"),
      "the map is older or newer than the source",
    ],
  ];
  test.each(cases)("it %s", async (_, spoil, note) => {
    const root = project();
    compile(root, "--sourceMap");
    const file = join(root, "dist/registry.js");
    const at = positionOf(file, "set(id, session)");
    spoil(file);
    const sources = new Sources({ cwd: root });
    expect(await sources.place(file, at.line, at.column)).toMatchObject({ file, ...at, mapped: false });
    await sources.place(file, at.line, at.column);
    expect(sources.notes).toHaveLength(1);
    expect(sources.notes[0]).toContain(note);
  });
});

async function bundle(root: string, input: string, options: object): Promise<string> {
  const build = await rolldown({ input, cwd: root, platform: "node", logLevel: "silent" });
  await build.write({ dir: "out", format: "esm", ...options });
  return join(root, "out", `${input.replace(/^.*\//, "").replace(/\.\w+$/, "")}.js`);
}

describe("two files bundled into one", () => {
  test.each([
    ["beside it", { sourcemap: true }],
    ["inline", { sourcemap: "inline" }],
    ["hidden", { sourcemap: "hidden" }],
    ["minified", { sourcemap: true, minify: true }],
  ])("lead back to each, the map %s", async (_, options) => {
    const root = project();
    write(join(root, "src/registry.js"), "export * from './registry.ts';\n");
    const file = await bundle(root, "src/server.ts", options);
    const sources = new Sources({ cwd: root });
    const text = readFileSync(file, "utf8");
    const set = text.search(/set\(\w+, ?\w+\)/);
    const line = text.slice(0, set).split("\n").length;
    const place = await sources.place(file, line, set - text.lastIndexOf("\n", set));
    expect(place).toMatchObject({ file: join(root, "src/registry.ts"), line: 12 });
    expect(await sources.excerptAt(place)).toBe("sessions.set(id, session);");
  });

  test("of compiled files are followed through both maps", async () => {
    const root = project();
    compile(root, "--sourceMap");
    const file = await bundle(root, "dist/server.js", { sourcemap: true });
    const at = positionOf(file, "set(id, session)");
    const place = await new Sources({ cwd: root }).place(file, at.line, at.column);
    expect(place).toMatchObject({ file: join(root, "src/registry.ts"), ...SET });
    expect(place.generated.file).toBe(file);
  });
});

/** Runs a program under tsx that tells, like an agent in the target, what V8 knows of the functions of a module. */
function underTsx(root: string): {
  maps: Record<string, object>;
  functions: Record<string, [string, number, number]>;
} {
  const probe = write(
    join(root, "probe.mjs"),
    `import inspector from "node:inspector";
import { findSourceMap } from "node:module";
const session = new inspector.Session();
session.connect();
const post = (method, params) => { let answer; session.post(method, params, (_, r) => { answer = r; }); return answer; };
const { openSession, Hub } = await import("./src/registry.ts");
const { onConnection } = await import("./src/server.ts");
const functions = {};
for (const [name, value] of Object.entries({ openSession, add: Hub.prototype.add, onConnection })) {
  globalThis.probe = value;
  const { objectId } = post("Runtime.evaluate", { expression: "probe" }).result;
  const { internalProperties } = post("Runtime.getProperties", { objectId, ownProperties: true });
  const location = internalProperties.find((p) => p.name === "[[FunctionLocation]]").value.value;
  functions[name] = [value.toString(), location.lineNumber, location.columnNumber];
}
const maps = {};
for (const file of ["registry", "server"]) {
  const path = new URL("./src/" + file + ".ts", import.meta.url);
  maps[file] = findSourceMap(path.href)?.payload ?? findSourceMap(path.pathname)?.payload;
}
console.log(JSON.stringify({ maps, functions }));`,
  );
  const cli = resolve("node_modules/tsx/dist/cli.mjs");
  return JSON.parse(execFileSync(process.execPath, [cli, probe], { encoding: "utf8", cwd: root })) as never;
}

describe("TypeScript run through tsx, whose transformed code exists only in the target", () => {
  const root = project();
  const registry = join(root, "src/registry.ts");
  const server = join(root, "src/server.ts");
  const asked: string[] = [];
  let target: ReturnType<typeof underTsx>;
  const sources = new Sources({
    cwd: root,
    sourceMapOf: async (script) => {
      asked.push(script);
      return target.maps[script.endsWith("registry.ts") ? "registry" : "server"] ?? null;
    },
  });
  beforeAll(() => {
    target = underTsx(root);
  });

  test.each([
    ["openSession", registry, 10],
    ["add", registry, 18],
    ["onConnection", server, 5],
  ])("%s is found in its file and at its line", async (name, file, line) => {
    const [text, generatedLine, column] = target.functions[name] ?? ["", 0, 0];
    const candidates = [server, registry].map((path) => pathToFileURL(path).href);
    const found = await sources.locate({ text, line: generatedLine, column }, candidates);
    expect(found).toBe(pathToFileURL(file).href);
    expect(await sources.place(found ?? "", generatedLine + 1, column + 1)).toMatchObject({
      file,
      line,
      mapped: true,
    });
    expect(sources.notes).toEqual([]);
  });

  test("the target is asked once for each script", () => {
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  });

  test("a target that fails to answer is noted and the file read as it is", async () => {
    const failing = new Sources({
      cwd: root,
      sourceMapOf: () => Promise.reject(new Error("connection lost")),
    });
    expect(await failing.place(registry, 12, 3)).toMatchObject({
      file: registry,
      line: 12,
      column: 3,
      mapped: false,
    });
    expect(failing.notes).toEqual([
      `The target could not be asked for the source map of ${registry}: connection lost.`,
    ]);
  });
});

test("a query that a loader added to a URL does not hide the file", async () => {
  const root = project();
  const sources = new Sources({ cwd: root });
  const script = `${pathToFileURL(join(root, "src/registry.ts")).href}?namespace=17`;
  expect(await sources.place(script, 12, 3)).toMatchObject({
    file: join(root, "src/registry.ts"),
    mapped: false,
  });
});

test("what is no file stays as it is", async () => {
  const sources = new Sources({ cwd: "/srv" });
  expect(await sources.place("node:net", 3, 4)).toMatchObject({
    file: "node:net",
    line: 3,
    column: 4,
    mapped: false,
  });
  expect(await sources.excerpt("node:net", 3)).toBeNull();
  expect(await sources.declaration("", "sessions")).toBeNull();
  expect(sources.notes).toEqual([]);
});

test("declaration, inserts, removals and remedy of a holder come from its file", async () => {
  const root = project();
  const file = join(root, "src/registry.ts");
  const sources = new Sources({ cwd: root });
  const declared = await sources.declaration(file, "sessions");
  expect(declared).toEqual({
    line: 8,
    column: 14,
    excerpt: "export const sessions: Map<string, Session> = new Map();",
    kind: "variable",
  });
  const { inserts, removals } = await sources.changes(file, "sessions", { declaredAt: 8 });
  expect(inserts).toMatchObject([{ function: "openSession", line: 12, column: 3, key: "id", kind: "set" }]);
  expect(removals).toEqual([]);
  expect((await sources.changes(file, "hub.#waiting")).inserts).toMatchObject([
    { function: "add", className: "Hub" },
  ]);
  if (!inserts[0]) throw new Error("the insert was just seen");
  expect(await sources.remedyContext(file, "sessions", inserts[0])).toBeNull();
  const callers = [{ file: join(root, "src/server.ts"), line: 7, column: 3 }];
  expect(await sources.remedyContext(file, "sessions", inserts[0], callers)).toEqual({
    owner: "socket",
    event: "close",
    listen: "once",
    key: "id",
    function: "onConnection",
    file: join(root, "src/server.ts"),
    line: 7,
    inClass: false,
    handler: null,
  });
});

import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { inTarget } from "./in-target.ts";
import { injected } from "./injected.ts";
import { connections, type InTarget } from "./protocol.ts";

const program = `
const sessions = new Map();
const seen = new Set();
const log = [];
const plain = {};
let next = 0;
exports.open = function openSession(count = 1) {
  for (; count > 0; count--) { next++; sessions.set(next, { next }); seen.add("s" + next); log.push({ next }); plain["n" + next] = { next }; }
};
exports.shut = () => { for (const key of sessions.keys()) return sessions.delete(key); };
exports.own = () => [sessions, seen, log].flatMap((each) => Reflect.ownKeys(each).filter((key) => !/^(\\d+|length)$/.test(String(key))));
setTimeout(function later() {}, 86_400_123).unref();
setTimeout(function later() {}, 86_400_123).unref();
let trail = "";
exports.page = { body: "y".repeat(1024), title: "short" };
exports.note = (length) => { trail += "x".repeat(length); exports.page.body += "y".repeat(length); };
`;

interface Program {
  open(count?: number): void;
  shut(): boolean;
  own(): PropertyKey[];
  note(length: number): void;
}

let folder = "";
let file = "";
let running: Program;
let live: InTarget;
const options = { sliceMs: 5, budgetMs: 60_000, maxObjects: 1_000_000, idleMs: 20_000, texts: true };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sawtooth-in-target-"));
  file = join(folder, "program.cjs");
  writeFileSync(file, program);
  running = createRequire(import.meta.url)(file) as Program;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => (live = inTarget(options)));
afterEach(() => live.dispose());

/** Ids of the program's own collections by the variable that holds each. */
async function idsByName(): Promise<Record<string, number>> {
  await live.walk(60_000);
  await live.look(null, true);
  running.open();
  const grown = await live.look(null, true);
  const facts = await live.describe(
    grown.counts.map(([id]) => id),
    false,
  );
  return Object.fromEntries(
    facts
      .filter(({ steps }) => steps.length === 1 && steps[0]!.kind === "module")
      .map(({ id, steps }) => [steps[0]!.name, id]),
  );
}

test.each<[texts: boolean, grown: Record<string, number>]>([
  [true, { trail: 10, body: 12 }],
  [false, {}],
])(
  "texts of variables and fields are counted by their length where that is wanted: %s",
  async (texts, grown) => {
    live.dispose();
    live = inTarget({ ...options, texts });
    await live.walk(60_000);
    await live.look(null, true);
    running.note(5120);
    const { counts } = await live.look(null, true);
    const facts = await live.describe(
      counts.map(([id]) => id),
      true,
    );
    const found = facts.flatMap(({ id, kind, steps, size }) => {
      const name = steps.at(-1)!.name;
      if (kind !== "string" || !["trail", "body", "title"].includes(name)) return [];
      expect(size?.bytes).toBe(512);
      return [[name, counts.find(([counted]) => counted === id)![1]]];
    });
    expect(Object.fromEntries(found)).toEqual(grown);
  },
);

test("what grows between two looks is told with its count then and now, and described by its variable", async () => {
  const summary = await live.walk(60_000);
  expect(summary).toMatchObject({ complete: true, uncounted: [] });
  expect(summary.collections).toBeGreaterThan(5);
  const first = await live.look(null, true);
  running.open(3);
  const second = await live.look(null, true);
  const gained = second.counts.filter(([, now, found]) => now - found === 3);
  const facts = await live.describe(
    gained.map(([id]) => id),
    true,
  );
  const planted = facts.filter(({ origins }) => origins.some(({ files }) => files.includes(file)));
  expect(new Set(planted.map(({ kind, steps }) => [kind, steps]))).toEqual(
    new Set(
      [
        ["Array", "log"],
        ["Map", "sessions"],
        ["Set", "seen"],
        ["object", "plain"],
      ].map(([kind, name]) => [kind, [{ kind: "module", name, className: "" }]]),
    ),
  );
  for (const { size, origins } of planted) {
    expect(size!.bytes).toBeGreaterThan(8);
    expect(origins[0]!.text).toMatch(/openSession|=>/);
  }
  expect(second.atMs).toBeGreaterThan(first.atMs);
  expect(live.files()).toContain(file);
});

test("a watch tells the line that adds, removals included, and goes with dispose", async () => {
  const ids = await idsByName();
  for (const name of ["sessions", "seen", "log", "plain"])
    expect(live.watch(ids[name]!)).toEqual({ watched: true });
  running.open(100);
  running.shut();
  const reports = live.harvest();
  expect(reports.map(({ inserts, removed }) => [inserts, removed])).toEqual([
    [100, 1],
    [100, 0],
    [100, 0],
    [48, null],
  ]);
  for (const { stacks } of reports)
    expect(stacks[0]!.frames[0]).toMatchObject({ function: "openSession", file, line: 8 });
  expect(running.own()).not.toEqual([]);
  live.dispose();
  expect(running.own()).toEqual([]);
  running.open();
  expect(live.harvest()).toEqual([]);
});

test("when no call comes for a while, everything is taken out", async () => {
  live.dispose();
  live = inTarget({ ...options, idleMs: 300, texts: true });
  const ids = await idsByName();
  live.watch(ids["sessions"]!);
  for (let call = 0; call < 6; call++) {
    await sleep(100);
    live.memory();
    expect(running.own()).not.toEqual([]);
  }
  for (let wait = 0; wait < 100 && running.own().length > 0; wait++) await sleep(50);
  expect(running.own()).toEqual([]);
});

test("waiting timers are described by where their callbacks stand", async () => {
  const summary = await live.walk(60_000);
  const facts = await live.describe(
    Array.from({ length: summary.collections }, (_, id) => id),
    false,
  );
  const timers = facts.find(({ kind, steps }) => kind === "timers" && steps[0]!.name === "86400123");
  expect(timers?.callbacks).toMatchObject([
    { name: "later", sampled: 1, line: 11 },
    { name: "later", sampled: 1, line: 12 },
  ]);
});

test("timers that wait are told with how long, also those that came after the walk, and whether they repeat", async () => {
  await live.walk(60_000);
  const added = [setTimeout(() => "once", 86_400_321), setInterval(() => "again", 86_400_322)];
  const facts = await live.timers();
  for (const timer of added) clearInterval(timer);
  const repeats = (duration: string): boolean[] | undefined =>
    facts.find(({ steps }) => steps[0]!.name === duration)?.callbacks.map((callback) => callback.repeats);
  expect(repeats("86400123")).toEqual([false, false]);
  expect(repeats("86400321")).toEqual([false]);
  expect(repeats("86400322")).toEqual([true]);
});

test("the callback of a timer that is bound is what it is bound to", async () => {
  await live.walk(60_000);
  const store = {
    kept: new Map(),
    sweep() {
      this.kept.clear();
    },
  };
  const added = setInterval(store.kept.clear.bind(store.kept), 86_400_555);
  const sweeping = setInterval(store.sweep.bind(store), 86_400_556);
  const facts = await live.timers();
  for (const timer of [added, sweeping]) clearInterval(timer);
  const list = facts.find(({ steps }) => steps[0]!.name === "86400556");
  expect(list?.callbacks).toMatchObject([{ name: "sweep", repeats: true }]);
});

test("connections that clients made are counted apart from the program's own sockets, and not watched", async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => socket.resume());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const open = async (): Promise<Socket> => {
    const socket = connect(port, "127.0.0.1");
    await Promise.all([once(socket, "connect"), once(server, "connection")]);
    return socket;
  };
  const sockets = [await open(), await open()];
  try {
    await live.walk(60_000);
    await live.look(null, true);
    sockets.push(await open(), await open(), await open());
    const { counts } = await live.look(null, true);
    const handles = await live.describe(
      counts.map(([id]) => id),
      false,
    );
    const grown = handles.filter(({ kind }) => kind === "handles");
    const counted = (name: string): number | undefined => {
      const id = grown.find(({ className }) => className === name)?.id;
      return counts.find(([each]) => each === id)?.[1];
    };
    expect(counted(connections)).toBe(5);
    expect(counted("Socket")).toBeGreaterThanOrEqual(5);
    const { id } = grown.find(({ className }) => className === connections)!;
    expect(live.watch(id)).toMatchObject({ watched: false });
    // The other end of one has closed, and the program leaves it open: that is its own affair.
    sockets[0]!.end();
    await once(sockets[0]!, "finish");
    for (let turn = 0; turn < 100; turn++) {
      const row = (await live.look([id], true)).counts[0]!;
      if (row[1] === 4) return;
      await sleep(20);
    }
    expect.unreachable("a connection that is half closed is still counted");
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

test("a walk that has no time by the clock ends early, and says so", async () => {
  const { complete, objects } = await live.walk(0);
  expect(complete).toBe(false);
  expect(objects).toBeLessThan((await live.walk(60_000)).objects);
});

test("unknown ids are left out, and cannot be watched", async () => {
  await live.walk(60_000);
  expect(await live.describe([-1, 1e9], true)).toEqual([]);
  expect((await live.look([1e9], true)).counts).toEqual([]);
  expect(live.watch(1e9)).toEqual({ watched: false, reason: "it is gone" });
});

test("nothing keeps the process busy or alive, and nothing is on the global object", async () => {
  const globals = Reflect.ownKeys(globalThis);
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const ids = await idsByName();
  live.watch(ids["sessions"]!);
  expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).toBeLessThanOrEqual(
    before,
  );
  expect(Reflect.ownKeys(globalThis)).toEqual(globals);
});

/** Runs the injected text in a process of its own; what it prints. */
async function inOwnProcess(preparation: string): Promise<unknown> {
  const main = join(folder, "main.cjs");
  writeFileSync(
    main,
    `${preparation}
const work = setInterval(() => {}, 1000);
const program = require(${JSON.stringify(file)});
const live = (${injected})(${JSON.stringify(options)});
(async () => {
  await live.walk(60_000);
  await live.look(null, true);
  program.open(2);
  const facts = await live.describe((await live.look(null, true)).counts.map(([id]) => id), true);
  const { id } = facts.find(({ steps }) => steps.at(-1).name === "sessions");
  const watched = live.watch(id);
  program.open(5);
  const [report] = live.harvest();
  console.log(JSON.stringify({ watched, inserts: report.inserts, frames: report.stacks[0].frames.map((frame) => frame.function) }));
  clearInterval(work);
})();`,
  );
  // Ends by itself: a timer or session that kept it alive would end in the time limit.
  const { stdout } = await promisify(execFile)(process.execPath, [main], { timeout: 15_000 });
  return JSON.parse(stdout);
}

test("the injected text does the same in a process that then ends by itself, though nobody disposed of it", async () => {
  expect(await inOwnProcess("")).toEqual({
    watched: { watched: true },
    inserts: 5,
    frames: expect.arrayContaining(["openSession"]) as unknown,
  });
});

test("in a process with frozen built-ins inserts are counted, and stacks have no frames", async () => {
  expect(
    await inOwnProcess("for (const each of [Error, Map.prototype, Object.prototype]) Object.freeze(each);"),
  ).toEqual({
    watched: { watched: true },
    inserts: 5,
    frames: [],
  });
});

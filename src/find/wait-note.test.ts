import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sources } from "#source";
import type { CountPoint, GrowingCollection } from "#verdict";
import { connections, type CollectionFacts } from "#walk";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ObservedCollection } from "./suspects.ts";
import { lookAgain, unsetWithout, waitNote, wordsOf, type GrownAmong } from "./wait-note.ts";

const text = `
const tokens = new Map();
setInterval(function sweep() { for (const [k, t] of tokens) if (t.at < Date.now() - 45_000) tokens.delete(k); }, period);
const recent = new Set();
function see(id) { recent.add(id); if (recent.size > 5000) recent.delete(first()); }
const plain = new Map();
class Queue { put(x) { this.items.push(x); if (this.total > this._capacity) this.items.shift(); } }
let trail = "";
function note(line) { trail += line; }
let draft = "";
function write(line) { draft += line; }
function send() { draft = ""; }
let answer = "";
function reply(data) { answer = data; }
`;
const sweep = /function sweep.*(?=, period)/.exec(text)![0];

const forget = "function () { conf.delete(id); }";

let folder: string;
let memo: string;
let file: string;
let sources: Sources;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "wait-")));
  file = join(folder, "app.mjs");
  writeFileSync(file, text);
  memo = join(folder, "node_modules", "memo");
  mkdirSync(memo, { recursive: true });
  writeFileSync(join(memo, "package.json"), '{ "name": "memo", "version": "1.0.0" }');
  writeFileSync(join(memo, "age.js"), `on("set", (id) => setTimeout(${forget}, age));`);
  sources = new Sources({ cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Counts of twenty seconds, one each. */
function counted(start: number, perSecond: number): CountPoint[] {
  return Array.from({ length: 21 }, (_, second) => ({
    atMs: second * 1000,
    count: start + perSecond * second,
  }));
}

function observed(facts: Partial<CollectionFacts>, points: readonly CountPoint[]): ObservedCollection {
  const full = { kind: "Map", className: "", steps: [], callbacks: [], bound: null, fields: null, ...facts };
  return {
    facts: full as unknown as CollectionFacts,
    points,
    members: 1,
    countedRarely: false,
    watch: null,
    unwatched: null,
  };
}

function timerList(ms: number, repeats: boolean, callback: string | null): Partial<CollectionFacts> {
  const known = { name: "", line: 0, column: 0, files: [], sampled: 1 };
  return {
    kind: "timers",
    steps: [{ kind: "timers", name: String(ms), className: "" }],
    callbacks: [{ ...known, text: callback, repeats }],
  };
}

const nothing: GrownAmong = {
  suspects: [],
  timers: null,
  limits: [],
  files: [],
  uptimeMs: 2000,
  expiring: [],
  again: lookAgain,
};
const steady = counted(100, 50);

/** What is said of a collection of the file that grows. */
async function said(
  name: string,
  each: ObservedCollection,
  among: Partial<GrownAmong> = {},
  packageName: string | null = null,
): Promise<string | null> {
  const owner = packageName === null ? null : { name: packageName, version: null };
  const collection = { holder: { path: name }, entryBytes: 100, package: owner } as GrowingCollection;
  const isUnset = unsetWithout(each.facts.bound);
  const grown = {
    observed: each,
    collection,
    path: name,
    words: wordsOf(each, collection.entryBytes),
    files: [file],
    callers: [],
    isUnset,
  };
  return (await waitNote(grown, { ...nothing, ...among }, sources))?.text ?? null;
}

test("a collection that nothing cuts back leaks", async () => {
  expect(await said("plain", observed({}, steady))).toBeNull();
});

test("one that is swept is told when to look again, by the timer that waits rather than by the text", async () => {
  const waiting = [observed(timerList(30_000, true, sweep), [])].map(({ facts }) => facts);
  expect(await said("tokens", observed({}, steady), { timers: waiting })).toBe(
    "tokens gained 1000 entries, but app.mjs:3 takes entries out by a timer of 30 s: too early to call it a leak. Look again with --for 3m.",
  );
  const quick = [observed(timerList(10, true, sweep), [])].map(({ facts }) => facts);
  const old = { timers: quick, uptimeMs: 300_000 };
  expect(await said("tokens", observed({}, counted(15_000, 50)), old)).toBeNull();
});

test.each<[what: string, timers: Partial<CollectionFacts>[] | null, leaks: boolean]>([
  ["is not known to wait", null, false],
  ["waits", [timerList(30_000, true, sweep)], false],
  ["is not among those that wait", [timerList(30_000, true, "() => other()")], true],
  ["was never set", [], true],
])("a collection whose sweeper %s leaks or is waited for", async (_what, lists, leaks) => {
  const timers = lists?.map((list) => observed(list, []).facts) ?? null;
  expect((await said("tokens", observed({}, steady), { timers })) === null).toBe(leaks);
});

test.each<[what: string, fields: CollectionFacts["fields"], leaks: boolean]>([
  ["have the time that is asked for", { plain: true, names: ["at"], told: ["at"] }, false],
  ["have none in it", { plain: true, names: ["at", "body"], told: ["body"] }, true],
  ["have no such field", { plain: true, names: ["body"], told: ["body"] }, true],
  ["may have it from their class", { plain: false, names: ["body"], told: ["body"] }, false],
])("a sweeper finds nothing to take out where entries do not: they %s", async (_what, fields, leaks) => {
  const timers = [observed(timerList(30_000, true, sweep), []).facts];
  expect((await said("tokens", observed({ fields }, steady), { timers })) === null).toBe(leaks);
});

test("a limit in a field that holds no number is none", async () => {
  const items = (bound: CollectionFacts["bound"]): Promise<string | null> =>
    said("queue.items", observed({ kind: "Array", bound }, steady));
  expect(await items(null)).toBeNull();
  expect(await items({ name: "_capacity", value: 5000 })).toMatch(
    /takes entries out when there are too many/,
  );
});

test("timers that take out what waits for them are no leak either, however long they wait", async () => {
  const list = observed(timerList(3_600_000, false, null), steady);
  const expiring = [{ path: "tokens", points: counted(300, 50), afterMs: 3_600_000 }];
  expect(await said("timers", list, { expiring })).toBe(
    "timers rose by 1000: each takes an entry out of tokens.",
  );
  const others = [{ ...expiring[0]!, points: counted(300, 20) }];
  expect(await said("timers", list, { expiring: others })).toBeNull();
});

test.each<[what: string, packageName: string, timers: number, waits: boolean]>([
  ["as many of the package", "memo", 50, true],
  ["as many of another package", "other", 50, false],
  ["fewer of the package", "memo", 20, false],
])(
  "what a package adds waits for timers of the package that take out: %s",
  async (_what, name, perSecond, waits) => {
    const list = observed(timerList(60_000, false, forget), counted(100, perSecond));
    const column = 'on("set", (id) => setTimeout('.length + "function ".length;
    const callbacks = list.facts.callbacks.map((each) => ({
      ...each,
      column,
      files: [join(memo, "age.js")],
    }));
    const timers = { ...list, facts: { ...list.facts, callbacks } };
    const told = await said("plain", observed({}, steady), { suspects: [timers] }, name);
    expect(told).toBe(
      waits
        ? "plain gained 1000 entries, and as many timers of 60 s in memo wait to take them out: too early to call it a leak. Look again with --for 2m."
        : null,
    );
  },
);

test("one below its limit is filling, and one beyond it leaks", async () => {
  expect(await said("recent", observed({ kind: "Set" }, steady))).toBe(
    "recent is still filling: 1100 of 5000 entries, from which on app.mjs:5 takes some out.",
  );
  expect(await said("recent", observed({ kind: "Set" }, counted(5000, 50)))).toBeNull();
  const bound = { name: "max", value: 200 };
  expect(await said("recent", observed({ bound }, counted(5000, 50)))).toBeNull();
});

test.each<[name: string, uptimeMs: number, text: string | null]>([
  ["trail", 2000, null],
  [
    "draft",
    2000,
    "draft grew by 98 KiB, but app.mjs:12 begins it anew: too early to call it a leak. Look again with --for 4m.",
  ],
  ["draft", 1_000_000, null],
  [
    "answer",
    2000,
    "answer grew by 98 KiB, and no line was found that appends to it: no leak as far as can be told.",
  ],
])(
  "a text that grows is a leak where it is only appended to: %s after %i ms",
  async (name, uptimeMs, expected) => {
    const points = counted(uptimeMs / 20, 50);
    expect(await said(name, observed({ kind: "string" }, points), { uptimeMs })).toBe(expected);
  },
);

test("what is kept for each connection grows with the connections", async () => {
  const open = observed({ kind: "handles", className: connections }, counted(20, 4));
  const among = { suspects: [open] };
  expect(await said("plain", observed({}, counted(18, 4)), among)).toBe(
    "plain grew with the open connections, from 20 to 100: no leak as long as they are open.",
  );
  expect(await said("connections", open, among)).toMatch(/^The open connections rose from 20 to 100/);
  expect(await said("plain", observed({}, steady), among)).toBeNull();
});

test("timers that end by themselves soon are waited for, and what grows beside them is not", async () => {
  const list = observed(timerList(45_000, false, null), steady);
  const among = { suspects: [list] };
  expect(await said("timers of 45000 ms", list, among)).toBe(
    "timers of 45000 ms rose by 1000, and each ends by itself: too early to call it a leak. Look again with --for 90s.",
  );
  expect(await said("plain", observed({}, steady), among)).toBeNull();
});

test.each<[what: string, ms: number, repeats: boolean, uptimeMs: number]>([
  ["repeat", 45_000, true, 2000],
  ["wait for an hour", 3_600_000, false, 2000],
  ["should have ended long ago", 500, false, 2000],
])("timers that %s leak", async (_what, ms, repeats, uptimeMs) => {
  const list = observed(timerList(ms, repeats, null), steady);
  expect(await said("timers", list, { suspects: [list], uptimeMs })).toBeNull();
});

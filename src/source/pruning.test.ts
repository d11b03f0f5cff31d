import { expect, test } from "vitest";
import { Outline } from "./outline.ts";
import { type Pruning, pruningsOf } from "./pruning.ts";
import { SourceText } from "./source-text.ts";

function outlineOf(text: string): Outline {
  return new Outline(new SourceText(text));
}

function first(text: string, holder: string, ...elsewhere: string[]): Pruning | undefined {
  return pruningsOf(outlineOf(text), holder, elsewhere.map(outlineOf))[0];
}

test.each<[text: string, holder: string, limit: number | null]>([
  [
    "recent.set(id, 1); if (recent.size > 15_000) recent.delete(recent.keys().next().value)",
    "recent",
    15_000,
  ],
  ["const MAX = 100;\nseen.add(id);\nwhile (seen.size >= MAX) seen.delete(first())", "seen", 100],
  ["lines.push(l); if (lines.length > 10 * 1000) lines.splice(0, 5000)", "lines", 10_000],
  [
    "class W { add(row) { this.rows.push(row); if (this.rows.length >= this.size) this.flush(); } flush() { this.rows = []; } }",
    "writer.rows",
    null,
  ],
  ["function f() { if (500 < memo.size) memo.clear(); memo.set(n, 1); }", "memo", 500],
  ["function f(x) { if (ring.length < 64) ring.push(x); else ring[i++ % 64] = x; }", "ring", 64],
  ["byId[id] = 1; if (Object.keys(byId).length > 2000) delete byId[oldest()]", "byId", 2000],
  [
    "function f() { byId[id] = 1; order.push(id); if (order.length > config.maxEntries) delete byId[order.shift()]; }",
    "byId",
    null,
  ],
  ["const N = 64; function f(x) { ring[i++ % N] = x; }", "ring", 64],
  ["class R { put(x) { this.at = (this.at + 1) % 512; this.slots[this.at] = x; } }", "ring.slots", 512],
  [
    "const K = makeSymbol('cache'); class L { set(k) { this[K].set(k, 1); while (this[K].size > 90) this[K].delete(k); } }",
    "lru[Symbol(cache)]",
    90,
  ],
  [
    "const { kQueue } = require('./symbols'); function add(r) { c[kQueue].push(r); } function resume(c) { if (c[kDone] > 256) { c[kQueue].splice(0, c[kDone]); c[kDone] = 0; } }",
    "client[Symbol(queue)]",
    256,
  ],
])("%s goes by size", (text, holder, limit) => {
  expect(first(text, holder)).toMatchObject({ kind: "size", limit });
});

test.each([
  ["put(x) { this.map.set(x, 1); if (this.map.size > this.max) this.map.clear(); }", "max"],
  ["put(x) { if (this.map.size > this.options.maxEntries) this.map.clear(); }", "maxEntries"],
  ["put(x) { if (this.map.size > this.options?.maxEntries) this.map.clear(); }", "maxEntries"],
  ["take(x) { if (this.total > this.#limit) this.map.delete(x); }", "#limit"],
  ["put(x) { this.map[this.next++ % this.capacity] = x; }", "capacity"],
  ["put(x) { if (this.map.size > max) this.map.clear(); }", null],
])("the limit of class C { %s } is in the field %s", (method, limitField) => {
  expect(first(`class C { ${method} }`, "c.map")).toMatchObject({ kind: "size", limit: null, limitField });
});

test.each<[text: string, holder: string, facts: Partial<Pruning>]>([
  [
    "const t = new Map();\nsetInterval(() => { const now = Date.now(); for (const [k, e] of t) if (e.at < now - 45_000) t.delete(k); }, 60_000);",
    "t",
    { everyMs: 60_000, keptMs: 45_000, whole: false, line: 2, timeFields: ["at"] },
  ],
  [
    "class C { constructor() { setInterval(() => { for (const k in this.all) if (old(k)) this.drop(k); }, 5000); } drop(k) { delete this.all[k]; } }",
    "c.all",
    { everyMs: 5000, whole: false, timeFields: [] },
  ],
  [
    "class C { go() { setTimeout(this.sweep, 9000); } sweep() { for (const k in this.data) this.check(k, this.data[k]); } check(k, e) { if (e.t !== 0 && e.t < Date.now()) this.del(k); } del(k) { delete this.data[k]; } }",
    "c.data",
    { everyMs: 9000, timeFields: ["t"] },
  ],
  [
    "setInterval(flush, 30_000);\nasync function flush() { const rows = batch; batch = []; await write(rows); }",
    "batch",
    { everyMs: 30_000, whole: true, line: 2 },
  ],
  ["setInterval(() => { send(queue.splice(0)); }, 15 * 1000)", "queue", { everyMs: 15_000, whole: true }],
  [
    "function keep(k) { map.set(k, 1); setTimeout(() => map.delete(k), 45_000).unref(); }",
    "map",
    { everyMs: 45_000, whole: true },
  ],
  [
    "class C { constructor(every) { setInterval(() => this.#sweep(), every); } #sweep() { for (const k of old(this.#s)) this.#s.delete(k); } }",
    "cache.#s",
    { everyMs: null, whole: false },
  ],
  [
    "class R { constructor() { setInterval(() => this.tick(), 1000); } tick() { this.items = this.items.filter((i) => i.at > now); } }",
    "retries.items",
    { everyMs: 1000, whole: false },
  ],
])("%s goes by a timer", (text, holder, facts) => {
  expect(first(text, holder)).toMatchObject({ kind: "timer", ...facts });
});

test.each([
  ["throttle(sweep, 10)", true],
  ["AsyncResource.bind(sweep)", true],
  ["sweep.bind(this)", false],
  ["() => sweep()", false],
  ["async () => sweep(1)", false],
])("what waits for setInterval(%s, ms) may be in another file: %s", (callback, elsewhere) => {
  const text = `function sweep() { for (const k of map.keys()) map.delete(k); }\nsetInterval(${callback}, ms)`;
  expect(first(text, "map")).toMatchObject({ kind: "timer", elsewhere });
});

test("the timer may stand in another file, and calls by name what goes over the entries", () => {
  const store =
    "class S { touch(id) { this.all.set(id, 1); } expire() { for (const k of this.all.keys()) this.all.delete(k); } close(id) { this.all.delete(id); } }";
  expect(first(store, "s.all", "setInterval(() => store.expire(), 60_000)")).toMatchObject({
    kind: "timer",
    everyMs: 60_000,
    line: 1,
  });
  const lazy =
    "class S { prune() { this.all.forEach((v, k) => this.get(k)); } get(k) { if (old(k)) this.all.delete(k); } }";
  expect(first(lazy, "s.all", "setInterval(() => prune(store), ms)")).toMatchObject({
    kind: "timer",
    elsewhere: true,
  });
  expect(first(lazy, "s.all", "setInterval(() => list.forEach((each) => each.get(1)), ms)")).toBeUndefined();
  expect(first(store, "s.all", "setInterval(() => store.close(id), 60_000)")).toBeUndefined();
  expect(first(store, "s.all", "store.expire()")).toBeUndefined();
});

test.each<[text: string, holder: string, keptMs: number | null]>([
  [
    "const WINDOW = 60_000; function record() { const now = Date.now(); seen.push(now); while (seen[0] < now - WINDOW) seen.shift(); }",
    "seen",
    60_000,
  ],
  [
    "class C { put(k) { const now = Date.now(); for (const [o, e] of this.map) { if (e.at + this.ttl > now) break; this.map.delete(o); } this.map.set(k, now); } }",
    "c.map",
    null,
  ],
  [
    "function count() { const s = Math.floor(Date.now() / 1000); perSecond[s] = 1; delete perSecond[s - 60]; }",
    "perSecond",
    null,
  ],
  [
    "function push(j) { const now = Date.now(); list = list.filter((i) => i.at > now); list.push({ at: now + 5000 * 2 ** j.tries }); }",
    "list",
    null,
  ],
])("%s goes by age", (text, holder, keptMs) => {
  expect(first(text, holder)).toMatchObject({ kind: "age", keptMs });
});

test.each([
  ["nothing takes out", "map.set(k, 1)"],
  [
    "an entry is taken out when its work is done",
    "async function f(k) { map.set(k, Date.now()); await work(); map.delete(k); }",
  ],
  ["the number of entries is only reported", "map.set(k, 1); if (map.size > 1000) warn(map.size)"],
  [
    "the length is the end of a loop",
    "list.push(1); for (let i = 0; i < list.length; i++) use(list[i]); list.pop()",
  ],
  ["it is asked whether there is any", "function f() { list.push(1); if (list.length > 0) list.pop(); }"],
  [
    "the timer does something else",
    "map.set(k, 1); setInterval(() => report(map.size), 1000); function close(k) { map.delete(k); }",
  ],
  [
    "the slots are counted, and a shift is no comparison",
    "class Q { take() { list[0] = undefined; if (this.tail <= list.length >>> 2) shrink(); list.length >>>= 1; } }",
  ],
  [
    "the slots are counted by a variable",
    "class Q { put(x) { list[this.tail++] = x; } take(capacity) { list[0] = undefined; if (this.tail <= capacity >>> 2) shrink(); } }",
  ],
  [
    "the slots there are by now are counted",
    "class Q { put(x) { list[this.tail++] = x; } rebuild(all) { let capacity = list.length; while (all.length >= capacity) capacity <<= 1; list = new Array(capacity); } }",
  ],
  ["the collection is only made", "const map = new Map(); map.set(k, 1); setInterval(tick, 1000)"],
])("where %s, nothing keeps it from growing", (_what, text) => {
  expect(pruningsOf(outlineOf(text), text.includes("list") ? "list" : "map")).toEqual([]);
});

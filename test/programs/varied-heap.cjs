/**
 * A program with every kind of thing that makes heap snapshots hard, and its snapshot: `node varied-heap.cjs FILE`.
 */
"use strict";
const { EventEmitter } = require("node:events");
const { Worker } = require("node:worker_threads");
const v8 = require("node:v8");

class Session {
  #secret = { text: "kept" };
  constructor(number) {
    this.number = number;
    this.tags = new Set([`tag ${number}`, number]);
    this.history = Array.from({ length: 4 }, (_, i) => ({ at: number + i / 3, path: `/${number}/${i}` }));
    this.peek = () => this.#secret;
  }
}

const sessions = new Map();
const byKey = new WeakMap();
const keys = [];
const dead = new WeakMap();
const watched = new Set();
const registry = new FinalizationRegistry(() => {});
const bus = new EventEmitter();
bus.setMaxListeners(0);
let chain = null;
for (let i = 0; i < 2000; i++) {
  const session = new Session(i);
  sessions.set(`session ${i}`, session);
  const key = { i };
  byKey.set(key, { session, key });
  if (i % 2) keys.push(key);
  dead.set({ gone: i }, new Array(4).fill(i));
  watched.add(new WeakRef(session));
  registry.register(session, i);
  bus.on(`event ${i % 10}`, () => session);
  chain = { before: chain, text: "x".repeat(i % 50) + i };
}
globalThis.kept = { sessions, keys, byKey, dead, watched, bus, registry };
const [first] = sessions.values();
first.self = first;
first.loop = { first, all: sessions };
kept.buffers = Array.from({ length: 5 }, (_, i) => Buffer.alloc(100_000 + i));
kept.shared = new SharedArrayBuffer(4096);
kept.cons = Array.from({ length: 200 }, (_, i) => `left ${i} `.repeat(3) + `right ${i} `.repeat(3));
kept.sliced = kept.cons.map((text) => text.slice(5, 30));
kept.big = 2n ** 200n;
kept.pattern = /(?<year>\d{4})-\d\d/u;
kept.symbol = { [Symbol("described")]: Symbol.for("shared") };
kept.typed = [
  new Float64Array(100),
  new Uint8Array(kept.buffers[0].buffer),
  new DataView(new ArrayBuffer(64)),
];
kept.code = Array.from({ length: 20 }, (_, i) => new Function("x", `return x + ${i} * ${i}`));
kept.generator = (function* counting() {
  const local = { kept: "by the frame" };
  yield local;
})();
kept.generator.next();
kept.stuck = (async () => {
  const local = { kept: "by a promise that never settles" };
  await new Promise(() => {});
  return local;
})();
kept.sparse = [];
kept.sparse[100_000] = { far: true };
kept.dictionary = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`key ${i * 7}`, { i }]));
delete kept.dictionary["key 7"];
kept.proxy = new Proxy({ target: 1 }, { get: () => 1 });
kept.error = new Error("with a stack");
kept.timer = setInterval(() => chain, 1e6);
kept.bound = function bound() {
  return this;
}.bind({ bound: true }, 1, { argument: 2 });
const worker = new Worker("setInterval(() => {}, 1e6)", { eval: true });
worker.once("online", () => {
  v8.writeHeapSnapshot(process.argv[2]);
  process.exit(0);
});

import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

// All of these grow for longer than the window, and something takes their entries out again: a sweep, a flush, a limit, a timer for
// each, an age, a second generation.
const ttlMs = 45_000;
const tokens = new Map();
let rows = [];
const recent = new Map();
const maxRecent = 20_000;
const replies = new Map();
const latencies = [];
let young = new Map();
let old = new Map();

class Lru {
  #table = new Map();
  #used;
  #keys;
  #before;
  constructor(slots) {
    this.#keys = Array.from({ length: slots });
    this.#used = new Uint32Array(slots);
    this.#before = new Uint32Array(slots);
  }
  set(key, value) {
    const slot = this.#table.size % this.#keys.length;
    this.#table.delete(this.#keys[slot]);
    this.#before[slot] = this.#used[slot]++;
    this.#keys[slot] = key;
    this.#table.set(key, value);
  }
}
const pages = new Lru(30_000);

function sweep() {
  const now = Date.now();
  for (const [id, { expires }] of tokens) if (expires < now) tokens.delete(id);
}

setInterval(sweep, 60_000);
setInterval(() => {
  const batch = rows;
  rows = [];
  return batch.length;
}, 30_000);
setInterval(() => {
  old = young;
  young = new Map();
}, 45_000);

function remember(id, reply) {
  replies.set(id, reply);
  setTimeout(() => replies.delete(id), 40_000);
}

function measure(ms) {
  const now = Date.now();
  latencies.push({ at: now, ms });
  while (latencies[0].at < now - ttlMs) latencies.shift();
}

let serial = 0;
serve((request, response) => {
  const id = `call-${serial++}`;
  tokens.set(id, { token: record(serial), expires: Date.now() + ttlMs });
  rows.push(record(serial));
  recent.set(id, request.url);
  if (recent.size > maxRecent) recent.delete(recent.keys().next().value);
  remember(id, record(serial));
  measure(serial % 10);
  young.set(id, old.get(id) ?? record(serial));
  pages.set(request.url, record(serial));
  response.end();
}).on("listening", ready);

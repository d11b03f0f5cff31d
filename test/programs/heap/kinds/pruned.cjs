"use strict";
/** What a limit or a timer takes out again, later than the snapshots are taken. */
const { record } = require("../surroundings.cjs");

const recent = new Map();
exports.belowLimit = (i) => {
  if (recent.size >= 5000) recent.delete(recent.keys().next().value);
  recent.set(i, record(i));
};

const tokens = new Map();
const sweep = () => {
  for (const [id, token] of tokens) if (token.at < Date.now() - 45_000) tokens.delete(id);
};
setInterval(sweep, 30_000).unref();
exports.swept = (i) => tokens.set(i, { at: Date.now(), value: record(i) });

let batch = [];
setInterval(() => {
  batch = [];
}, 45_000).unref();
exports.batched = (i) => batch.push(record(i));

const pending = new Map();
exports.timerEach = (i) => {
  pending.set(i, record(i));
  setTimeout(() => pending.delete(i), 60_000).unref();
};

class Slots {
  #byKey = new Map();
  #values = new Array(4000).fill(undefined);
  #next = new Uint32Array(4000);
  #previous = new Uint32Array(4000);
  #size = 0;

  set(key, value) {
    const slot = this.#size++ % 4000;
    this.#byKey.set(key, slot);
    this.#values[slot] = value;
    this.#next[slot] = this.#previous[slot] = slot;
  }
}
const table = new Slots();
exports.slots = (i) => table.set(`key ${i}`, record(i));

class Cache {
  #items = new Map();

  constructor(max) {
    this.max = max;
  }

  put(key, value) {
    this.#items.set(key, value);
    if (this.#items.size > this.max) this.#items.delete(this.#items.keys().next().value);
  }
}
const limited = new Cache(5000);
exports.limitInField = (i) => limited.put(i, record(i));

const unlimited = new Cache(undefined);
exports.limitNotSet = (i) => unlimited.put(i, record(i));

const swollen = new Map();
exports.beyondLimit = (i) => {
  if (swollen.size > 50 && i < 0) swollen.delete(i);
  swollen.set(i, record(i));
};

"use strict";
/**
 * The innocent collections of an ordinary service, all at work while a leak is looked for: a configuration, a
 * least-recently-used cache under churn, sessions that come and go, counters with fixed labels, listeners taken off again.
 */
const { EventEmitter } = require("node:events");
const { steadily, record } = require("./traffic.cjs");

const configuration = new Map(
  Array.from({ length: 60 }, (_, index) => [`option.${index}`, { value: index, text: `v${index}` }]),
);

class RecentlyUsed {
  #entries = new Map();
  #max;
  constructor(max) {
    this.#max = max;
  }
  get(key, make) {
    const value = this.#entries.get(key) ?? make();
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#max) this.#entries.delete(this.#entries.keys().next().value);
    return value;
  }
}

const documents = new RecentlyUsed(200);
for (let index = 0; index < 200; index++) documents.get(`warm-${index}`, () => record(index));

const visitors = new Map();
const counters = { requests: 0, hits: 0, misses: 0, errors: 0 };
const announcements = new EventEmitter();

function visit(serial) {
  visitors.set(serial, record(serial));
  const greet = () => counters.hits++;
  announcements.on("greet", greet);
  setTimeout(
    () => {
      visitors.delete(serial);
      announcements.off("greet", greet);
    },
    200 + (serial % 10) * 60,
  );
}

announcements.setMaxListeners(0);
steadily(60, (serial) => {
  counters.requests++;
  const option = configuration.get(`option.${serial % 60}`);
  documents.get(`doc-${(serial * 7919) % 100_000}`, () => record(option.value));
});
steadily(40, visit);

"use strict";
/**
 * The innocent part of every heap: a configuration, a cache and a ring that are full and keep renewing their entries,
 * and the garbage of requests.
 */
const routes = Array.from({ length: 500 }, (_, index) => ({ path: `/route/${index}`, options: { index } }));

class RecentlyUsed {
  #entries = new Map();
  set(key, value) {
    this.#entries.set(key, value);
    if (this.#entries.size > 500) this.#entries.delete(this.#entries.keys().next().value);
  }
}

class Ring {
  constructor(length) {
    this.slots = Array.from({ length }, () => null);
    this.next = 0;
  }
  push(item) {
    this.slots[this.next++ % this.slots.length] = item;
  }
}

const documents = new RecentlyUsed();
const recent = new Ring(500);
let serial = 0;

/** What an ordinary service does besides leaking. */
exports.serve = (requests) => {
  for (let i = 0; i < requests; i++) {
    documents.set(`document-${serial}`, { title: `title ${serial}`, at: serial });
    recent.push({ url: `/item/${serial}`, route: routes[serial % routes.length] });
    serial++;
  }
};

/** A record as services keep them: strings, an array, a nested object. */
exports.record = (i) => ({
  id: `id-${i}`,
  name: `name of ${i}`,
  tags: [i, i + 1, `tag ${i}`],
  nested: { deep: { text: `text ${i}` } },
});

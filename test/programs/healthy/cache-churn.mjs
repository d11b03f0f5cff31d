import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

class Lru {
  #entries = new Map();
  constructor(max) {
    this.max = max;
  }
  get(key) {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }
  set(key, value) {
    if (this.#entries.size >= this.max) this.#entries.delete(this.#entries.keys().next().value);
    this.#entries.set(key, value);
  }
}

const lru = new Lru(300);
for (let key = 0; key < 300; key++) lru.set(key, record(key));
let serial = 0;
serve((request, response) => {
  for (let part = 0; part < 5; part++) {
    const key = (serial++ * 7919) % 100_003;
    if (lru.get(key) === undefined) lru.set(key, record(key, 900));
  }
  response.end();
}).on("listening", ready);

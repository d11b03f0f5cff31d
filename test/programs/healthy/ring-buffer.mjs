import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

class Ring {
  #slots = [];
  #next = 0;
  #size = 512;
  push(value) {
    this.#slots[this.#next] = value;
    this.#next = (this.#next + 1) % this.#size;
  }
}

const recent = new Ring();
const histogram = new Uint32Array(64);
const waves = Array.from({ length: 64 }, () => 0);
for (let slot = 0; slot < 512; slot++) recent.push(record(slot, 200));

let serial = 0;
serve((request, response) => {
  for (let part = 0; part < 6; part++) {
    const value = serial++;
    recent.push(record(value, 400));
    histogram[value % 64]++;
    waves[value % 64] += 1;
  }
  response.end();
}).on("listening", ready);

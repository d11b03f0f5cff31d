import { once, EventEmitter } from "node:events";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const ticks = new EventEmitter();

async function collect() {
  const collected = new Map(); // HOLDER
  for (;;) {
    const [serial] = await once(ticks, "tick");
    for (let item = 0; item < 5; item++) {
      collected.set(`${serial}.${item}`, record(serial, 500)); // INSERT
    }
  }
}

void collect();
steadily(40, (serial) => ticks.emit("tick", serial));
ready();

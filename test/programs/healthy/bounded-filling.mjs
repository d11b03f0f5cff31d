import { BoundedArray, BoundedMap, BoundedSet } from "sawtooth/bounded";
import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

// All of these grow through the whole window, and none can grow for ever; of the last one the program says why.
const pages = new BoundedMap({ max: 100_000, ttl: "1h" });
const seen = new BoundedSet({ max: 50_000 });
const images = new BoundedMap({ maxBytes: 256e6, sizeOf: (image) => image.body.length });
const messages = BoundedMap.unbounded({ reason: "one entry per message text of the catalogue" });

class Audit {
  #lines = new BoundedArray({ max: 50_000 });
  write(line) {
    this.#lines.push(line);
  }
}

/** A subclass with a field of its own, which has the name of none of ours. */
class Sessions extends BoundedMap {
  opened = 0;
  open(id) {
    this.opened++;
    this.set(id, record(this.opened));
  }
}

const audit = new Audit();
const sessions = new Sessions({ max: 20_000 });
const rooms = new Map(["lobby", "garden", "kitchen"].map((name) => [name, new BoundedArray({ max: 5000 })]));

let serial = 0;
serve((request, response) => {
  const number = serial++;
  pages.set(`/page/${number}`, record(number, 300));
  seen.add(`request-${number}`);
  images.set(number, record(number, 2000));
  messages.getOrInsertComputed(`message.${number}`, (key) => ({ key, text: key.toUpperCase() }));
  audit.write(record(number, 100));
  sessions.open(`session-${number}`);
  for (const [name, lines] of rooms) lines.push({ name, number });
  response.end();
}).on("listening", ready);

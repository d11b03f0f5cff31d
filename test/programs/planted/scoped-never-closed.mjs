import { EventEmitter } from "node:events";
import { ScopedMap } from "sawtooth/bounded";
import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

class Desk {
  // The jobs are never closed: a scoped map cannot help that.
  #jobs = new ScopedMap(); // HOLDER
  take(serial) {
    this.#jobs.set(serial, record(serial), new EventEmitter()); // INSERT
  }
}

const desk = new Desk();
let serial = 0;
serve((request, response) => {
  desk.take(serial++);
  response.end();
}).on("listening", ready);

import { EventEmitter } from "node:events";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

class Queue extends EventEmitter {
  #jobs = [];
  #done = 0;
  add(job) {
    this.#jobs.push(job);
    this.emit("added");
  }
  work(count) {
    this.#done += this.#jobs.splice(0, count).length;
  }
}

const queue = new Queue();
queue.on("added", () => {});
steadily(200, (serial) => queue.add(record(serial, 600)));
// The worker is slow for a second and a half, then fast for as long: the length swings, its mean stays.
setInterval(() => queue.work(Math.floor(process.uptime() / 1.5) % 2 === 0 ? 4 : 60), 50);
ready();

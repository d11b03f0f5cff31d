/** A cluster of a primary, with a worker thread, and two workers. */
import cluster from "node:cluster";
import { Worker } from "node:worker_threads";

if (cluster.isPrimary) {
  new Worker("setInterval(() => {}, 1000)", { eval: true });
  let up = 0;
  for (let n = 0; n < 2; n++) {
    cluster.fork().on("message", () => {
      // Time for their agents to be up as well.
      if (++up === 2) setTimeout(() => console.log("up"), 700);
    });
  }
} else {
  setInterval(() => {}, 1000);
  process.send("up");
  process.once("disconnect", () => process.exit());
}

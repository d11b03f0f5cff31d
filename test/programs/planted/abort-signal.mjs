import { setMaxListeners } from "node:events";
import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const shutdown = new AbortController(); // HOLDER
setMaxListeners(0, shutdown.signal);

function runUntilShutdown(task) {
  shutdown.signal.addEventListener("abort", () => task.body.length); // INSERT
}

let serial = 0;
serve((request, response) => {
  for (let task = 0; task < 4; task++) runUntilShutdown(record(serial++));
  response.end();
}).on("listening", ready);

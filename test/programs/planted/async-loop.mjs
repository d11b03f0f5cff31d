import { setTimeout as sleep } from "node:timers/promises";
import "../surroundings.cjs";
import { ready, record } from "../traffic.cjs";

function startPoller() {
  const results = new Map(); // HOLDER
  let serial = 0;

  function poll() {
    for (let item = 0; item < 8; item++) {
      const result = record(serial++, 500);
      results.set(result.id, result); // INSERT
    }
  }

  async function loop() {
    for (;;) {
      poll();
      await sleep(40);
    }
  }

  process.on("SIGHUP", poll);
  void loop();
}

startPoller();
ready();

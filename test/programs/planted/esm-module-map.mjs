import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

const inFlight = new Map(); // HOLDER
const limits = new Map([
  ["low", 10],
  ["high", 100],
]);

function begin(job) {
  inFlight.set(job.id, job); // INSERT
  return limits.get("high");
}

steadily(200, (serial) => begin(record(serial, 600)));
ready();

import { parentPort } from "node:worker_threads";
import { record, steadily } from "../../traffic.cjs";

const thumbnails = new Map(); // HOLDER

function resize(serial) {
  thumbnails.set(serial, record(serial, 8000)); // INSERT
  if (serial % 100 === 0) parentPort.postMessage(thumbnails.size);
}

steadily(200, resize);

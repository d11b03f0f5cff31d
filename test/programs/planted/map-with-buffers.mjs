import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const uploads = new Map(); // HOLDER

function receive(id) {
  uploads.set(id, { meta: record(id, 100), chunk: Buffer.alloc(16_384, 1) }); // INSERT
}

let serial = 0;
serve((request, response) => {
  for (let chunk = 0; chunk < 3; chunk++) receive(serial++);
  response.end();
}).on("listening", ready);

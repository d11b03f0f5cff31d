import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

let batch = [];
let written = 0;

function write(rows) {
  written += rows.length;
}

setInterval(() => {
  const rows = batch;
  batch = [];
  write(rows);
}, 3000);

let serial = 0;
serve((request, response) => {
  for (let row = 0; row < 5; row++) batch.push(record(serial++, 600));
  response.end(String(written));
}).on("listening", ready);

import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const events = []; // HOLDER

function received(item) {
  events.push({ type: "received", item }); // INSERT
}

function retried(item) {
  events.push({ type: "retried", item });
}

let serial = 0;
serve((request, response) => {
  for (let item = 0; item < 4; item++) received(record(serial++, 500));
  if (serial % 3 === 0) retried(record(serial, 500));
  response.end();
}).on("listening", ready);

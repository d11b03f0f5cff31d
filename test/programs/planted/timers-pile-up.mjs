import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

let expired = 0;

function expireLater(session) {
  setTimeout(() => (expired += session.body.length), 3_600_000); // INSERT
}

let serial = 0;
serve((request, response) => {
  for (let tab = 0; tab < 4; tab++) expireLater(record(serial++, 700));
  response.end(String(expired));
}).on("listening", ready);

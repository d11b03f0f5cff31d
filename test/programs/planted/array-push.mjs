import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

const accessLog = []; // HOLDER

function logAccess(request, part) {
  accessLog.push({ url: request.url, part, detail: record(part, 400) }); // INSERT
}

serve((request, response) => {
  for (let part = 0; part < 5; part++) logAccess(request, part);
  response.end(String(accessLog.length));
}).on("listening", ready);

import "../surroundings.cjs";
import { ready, record, serve } from "../traffic.cjs";

// Tokens live five seconds: their number climbs for the first five and then stays.
const tokens = new Map();
const ttlMs = 5000;

function issue(id) {
  tokens.set(id, { token: record(id, 700), expires: Date.now() + ttlMs });
}

setInterval(() => {
  const now = Date.now();
  for (const [id, { expires }] of tokens) if (expires < now) tokens.delete(id);
}, 100);

let serial = 0;
serve((request, response) => {
  for (let token = 0; token < 4; token++) issue(serial++);
  response.end(String(tokens.size));
}).on("listening", ready);

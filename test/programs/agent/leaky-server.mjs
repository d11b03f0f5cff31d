/** A service with a leak at a known rate, for the agent's tests: prints its port, then `up`. */
import { createServer } from "node:http";

const sessions = new Map();
let next = 0;

function openSession() {
  sessions.set(next++, { id: next, name: `session ${next}`, history: new Array(400).fill(next) });
}

setInterval(() => {
  for (let n = 0; n < 20; n++) openSession();
}, 20);

/** Stuck in a loop, as a program with a bug in it is. */
function spin(ms) {
  const until = Date.now() + ms;
  let x = 0;
  while (Date.now() < until) x = Math.sqrt(x + 1);
  return x;
}

const server = createServer(function handle(request, response) {
  const [, what, ms] = request.url.split("/");
  if (what === "spin") spin(Number(ms));
  if (what === "exit") process.exit(Number(ms));
  response.end("ok");
});
server.listen(0, "127.0.0.1", () => {
  console.log(`port ${server.address().port}`);
  console.log("up");
});

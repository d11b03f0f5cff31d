// A server that keeps a session for every request and is asked without a pause until it runs out of memory.
// argv: how many items are in a session's basket; milliseconds between two rounds of requests.
import { createServer } from "node:http";

const items = Number(process.argv[2] ?? 20);
const pauseMs = Number(process.argv[3] ?? 0);
const sessions = new Map();
let next = 0;

class Session {
  constructor(id) {
    this.id = id;
    this.startedAt = Date.now();
    this.basket = null;
    for (let item = 0; item < items; item++) this.basket = { item, price: item + 0.5, before: this.basket };
  }
}

function openSession() {
  const session = new Session(++next);
  sessions.set(session.id, session);
  return session;
}

const server = createServer((request, response) => {
  let last = null;
  for (let count = 0; count < 20; count++) last = openSession();
  response.end(`hello ${last.id}`);
});

async function ask(port) {
  for (;;) {
    await (await fetch(`http://127.0.0.1:${port}/`)).text();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

server.listen(0, "127.0.0.1", () => void ask(server.address().port));

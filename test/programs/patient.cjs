/** A service that leaks in four ways and can say what is on its own objects: for tests of what is left behind. */
"use strict";
const { EventEmitter } = require("node:events");
const http = require("node:http");
const inspector = require("node:inspector");

const sessions = new Map();
const visitors = new Set();
const journal = [];
const bus = new EventEmitter().setMaxListeners(0);
let served = 0;

function visit() {
  const id = `visitor ${served}`;
  sessions.set(id, { id, at: Date.now() });
  visitors.add(id);
  journal.push({ id });
  bus.on("visit", () => id);
}

/** Own properties that none of these objects has by itself. */
function strange() {
  const bare = new Set(["length", ...Reflect.ownKeys(new EventEmitter())]);
  const found = Object.entries({ sessions, visitors, journal, bus }).flatMap(([name, object]) =>
    Reflect.ownKeys(object)
      .filter((key) => !bare.has(key) && !/^\d+$/.test(String(key)))
      .map((key) => `${name}.${String(key)}`),
  );
  return [...found, ...Object.keys(globalThis).filter((key) => /sawtooth/i.test(key))];
}

const server = http.createServer((request, response) => {
  served++;
  if (request.url === "/state")
    response.end(JSON.stringify({ strange: strange(), inspector: inspector.url() ?? null, served }));
  else {
    visit();
    response.end("served");
  }
});

setInterval(visit, 20);
server.listen(0, "127.0.0.1", () => console.log(`ready ${server.address().port}`));

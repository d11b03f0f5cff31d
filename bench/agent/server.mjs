// The service that profilers are compared on: `node server.mjs MODE PEERS SINK` answers with JSON that it makes, and keeps
// a bounded number of sessions. Prints its port; `/stat` tells its CPU time, requests and memory.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [mode, peers, sink] = process.argv.slice(2);
const require = createRequire(join(peers, "package.json"));
if (mode === "datadog") require("@datadog/pprof").heap.start(512 * 1024, 64);
if (mode === "pyroscope") {
  const { default: pyroscope } = require("@pyroscope/nodejs");
  pyroscope.init({ appName: "bench", serverAddress: sink });
  pyroscope.startHeapProfiling();
}

const sessions = new Map();
let served = 0;

function item(i) {
  return {
    id: i,
    name: `item-${i}`,
    price: i * 1.5,
    tags: ["a", "b", String(i)],
    nested: { x: i, y: { z: i } },
  };
}

function build(count) {
  const items = [];
  for (let i = 0; i < count; i++) items.push(item(i + served));
  return items;
}

function answer(response) {
  served++;
  const data = build(100);
  sessions.set(served, { id: served, last: data[0] });
  if (sessions.size > 20_000) sessions.delete(served - 20_000);
  const back = JSON.parse(JSON.stringify({ ok: true, data }));
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ count: back.data.length, data: back.data.slice(0, 20) }));
}

const server = createServer((request, response) => {
  if (request.url === "/stat") {
    const sampler = globalThis[Symbol.for("sawtooth.sampler")]?.state().intervalBytes ?? null;
    response.end(JSON.stringify({ served, cpu: process.cpuUsage(), memory: process.memoryUsage(), sampler }));
  } else answer(response);
});
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));

"use strict";
require("../surroundings.cjs");
const fs = require("node:fs");
const path = require("node:path");
const os = require("node:os");
const { serve, ready } = require("../traffic.cjs");

// Eight route handlers, each a file of its own, loaded when first asked for: one about every 0.7 s.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "routes-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
process.on("SIGTERM", () => process.exit(0));

for (let route = 0; route < 8; route++) {
  const source = `const names = new Map([["route", ${route}]]);\nexports.handle = () => names.get("route");\n`;
  fs.writeFileSync(path.join(folder, `route-${route}.js`), source);
}

const handlers = new Map();

function handlerOf(route) {
  if (!handlers.has(route)) handlers.set(route, require(path.join(folder, `route-${route}.js`)).handle);
  return handlers.get(route);
}

serve((request, response) => {
  const number = /^\/item\/(\d+)$/.exec(request.url)?.[1];
  if (number === undefined) return response.writeHead(404).end();
  const known = 1 + Math.min(7, Math.floor(process.uptime() / 0.7));
  return response.end(String(handlerOf(Number(number) % known)()));
}).on("listening", ready);

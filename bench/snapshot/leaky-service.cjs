/**
 * A service that leaks sessions, and its heap snapshots at two sizes:
 *
 *     node --expose-gc --max-old-space-size=16000 leaky-service.cjs FOLDER LABEL BEFORE AFTER
 *
 * writes FOLDER/LABEL.0.heapsnapshot with BEFORE sessions and LABEL.1 with AFTER. A session is what one is in many a
 * service: strings, nested objects and arrays, a Set, a closure that holds it; beside them a bounded cache that turns
 * over. 178 000 sessions make a snapshot of 1 GB with 14.6 million nodes on Node 20.
 */
"use strict";
const v8 = require("node:v8");
const { join } = require("node:path");

const CACHED = 5000;
const ROUTES = 20_000;
const VISITS = 6;

const sessions = new Map();
const cache = new Map();
const settings = { routes: [], features: {} };
for (let i = 0; i < ROUTES; i++) {
  const method = i % 3 ? "GET" : "POST";
  settings.routes.push({ path: `/api/v1/route/${i}`, method, handler: () => i });
}

class Session {
  get name() {
    return this.id;
  }

  constructor(number) {
    this.id = `session-${number}-${Math.floor(Math.random() * 1e9).toString(36)}`;
    this.user = {
      name: `user ${number}`,
      email: `user${number}@example.com`,
      roles: ["reader", `role-${number % 50}`],
      score: Math.random(),
    };
    this.visits = Array.from({ length: VISITS }, (_, visit) => ({
      at: Date.now() + Math.random(),
      path: `/api/v1/item/${number}/${visit}`,
      params: [number, visit, `q${visit}${number}`],
    }));
    this.createdAt = Date.now() + Math.random();
    this.nested = [[number, number + 1], [[number * 2.5]], { a: { b: { c: `deep${number}` } } }];
    let messages = 0;
    this.onMessage = (message) => {
      messages++;
      this.visits.push(message);
      return messages;
    };
    this.tags = new Set([`t${number % 10}`, `t${number}`]);
  }
}

let opened = 0;
function open(count) {
  for (let i = 0; i < count; i++) {
    const session = new Session(opened++);
    sessions.set(session.id, session);
    cache.set(`k${opened}`, { value: `value ${opened}`, time: opened });
    if (cache.size > CACHED) cache.delete(cache.keys().next().value);
  }
}

const [folder, label, before, after] = process.argv.slice(2);
for (const [look, count] of [Number(before), Number(after)].entries()) {
  open(count - opened);
  globalThis.gc();
  v8.writeHeapSnapshot(join(folder, `${label}.${look}.heapsnapshot`));
}

import { closeSync, openSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import "../surroundings.cjs";
import { ready, record, steadily } from "../traffic.cjs";

// A file that is closed again, a slot that is deleted again, a list that is handed on, a promise that settles, and a loop
// whose own promise never does.
const slots = [];
let batch = [];
let flushed = Promise.withResolvers?.() ?? deferred();
let next = 0;

function deferred() {
  let resolve = null;
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}

async function work(serial) {
  const descriptor = openSync(new URL(import.meta.url).pathname);
  const slot = next++;
  slots[slot] = record(serial, 200);
  batch = [...batch, serial];
  await Promise.race([flushed.promise, sleep(2000)]);
  closeSync(descriptor);
  delete slots[slot];
}

async function forever() {
  for (;;) {
    await undefined;
    await sleep(20);
    if (batch.length < 40) continue;
    batch = [];
    flushed.resolve();
    flushed = deferred();
  }
}

void forever();
steadily(40, (serial) => void work(serial));
ready();

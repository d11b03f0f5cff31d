"use strict";
const { AsyncLocalStorage, AsyncResource } = require("node:async_hooks");
const diagnostics = require("node:diagnostics_channel");
const { EventEmitter, once } = require("node:events");
const { performance } = require("node:perf_hooks");
const { Readable, Transform } = require("node:stream");
const vm = require("node:vm");
const { BroadcastChannel } = require("node:worker_threads");
const { record } = require("../surroundings.cjs");

class Shop extends EventEmitter {}
const shop = new Shop().setMaxListeners(0);
exports.emitterSubclass = (i) => {
  const value = record(i);
  shop.once("order", () => value);
};

class Room {
  events = new EventEmitter().setMaxListeners(0);
}
const lobby = new Room();
exports.emitterInField = (i) => {
  const value = record(i);
  lobby.events.on("enter", () => value);
};

const awaited = new EventEmitter().setMaxListeners(0);
exports.awaitedEvents = (i) => {
  const value = record(i);
  void once(awaited, "never").then(() => value);
};

const source = new Readable({ objectMode: true, highWaterMark: 1e9, read() {} });
exports.objectStream = (i) => source.push(record(i));

const slow = new Transform({ objectMode: true, highWaterMark: 1e9, transform() {} });
exports.transformQueue = (i) => slow.write(record(i));

let controller;
const webStream = new ReadableStream({ start: (given) => void (controller = given) });
exports.webStream = (i) => controller.enqueue(record(i)) ?? webStream.locked;

const channel = diagnostics.channel("application:request");
exports.diagnosticsChannel = (i) => {
  const value = record(i);
  channel.subscribe(() => value);
};

exports.performanceMarks = (i) => void performance.mark(`mark-${i}`, { detail: record(i) });

const parent = new AbortController();
require("node:events").setMaxListeners(0, parent.signal);
const kept = new Set();
exports.combinedSignals = (i) => {
  const signal = AbortSignal.any([parent.signal]);
  signal.addEventListener("abort", () => kept.add(i));
  kept.add(signal);
};

const never = new Promise(() => {});
const all = [];
exports.promiseAll = (i) => all.push(Promise.all([never, Promise.resolve(record(i))]));

const retries = [];
async function retry(i) {
  const value = record(i);
  for (;;) {
    await new Promise((resolve) => retries.push(resolve));
    value.attempt = i;
  }
}
exports.retryLoops = (i) => void retry(i);

const readers = new Set();
async function* lines(i) {
  const value = record(i);
  yield value.id;
  yield value.name;
}
exports.asyncGenerators = async (i) => {
  const reader = lines(i);
  await reader.next();
  readers.add(reader);
};

const storage = new AsyncLocalStorage();
const resources = [];
exports.asyncResources = (i) => storage.run(record(i), () => void resources.push(new AsyncResource("job")));

const formatters = new Map();
exports.formatters = (i) =>
  formatters.set(`f${i}`, new Intl.NumberFormat("en", { minimumFractionDigits: i % 5 }));

const views = [];
exports.dataViews = (i) => views.push(new DataView(new ArrayBuffer(400 + (i % 3))));

const shared = new Set();
exports.sharedBuffers = () => void shared.add(new SharedArrayBuffer(1024));

let log = Buffer.alloc(0);
exports.grownBuffer = (i) => void (log = Buffer.concat([log, Buffer.alloc(300, i)]));

const documents = [];
exports.parsedJson = (i) => documents.push(JSON.parse(JSON.stringify([record(i)])));

const kindsOfText = { lower: [], upper: [] };
exports.textArrays = (i) =>
  kindsOfText.upper.push(`SOME TEXT THAT IS KEPT FOR ${i} `.repeat(8).trim().toUpperCase());

const hosts = [];
exports.broadcastChannels = (i) => {
  const one = new BroadcastChannel("hosts");
  one.unref();
  one.onmessage = () => i;
  hosts.push(one);
};

const immediates = [];
exports.pendingCallbacks = (i) => {
  const value = record(i);
  immediates.push(setTimeout.bind(null, () => value, 1));
};

const requests = new Map();
exports.deleteMissedOnError = (i) => {
  requests.set(i, record(i));
  try {
    if (i % 2 === 0) throw new Error("failed");
    requests.delete(i);
  } catch {
    // The entry stays.
  }
};

const errors = [];
exports.errorCauses = (i) => errors.push(new Error("outer", { cause: new TypeError(`inner ${i}`) }));

const curried = (a) => (b) => (c) => [a, b, c];
const applied = [];
exports.curried = (i) => applied.push(curried(record(i))(i));

const weakCallbacks = new Map();
const targets = [];
exports.finalizers = (i) => {
  const value = record(i);
  const registry = new FinalizationRegistry(() => value);
  targets.push(value.id);
  weakCallbacks.set(i, registry);
};

const sandboxes = [];
exports.contexts = (i) => {
  if (i % 20 === 0) sandboxes.push(vm.createContext({ value: record(i) }));
};

"use strict";
const { AsyncLocalStorage } = require("node:async_hooks");
const { record } = require("../surroundings.cjs");

const settled = new Promise(() => {});
let lastStep = settled;
exports.promiseChain = (i) => {
  if (i < 0) return void settled.then(() => i);
  const value = record(i);
  lastStep = lastStep.then(() => value);
};

const shutdown = new Promise(() => {});
exports.promiseReactions = (i) => {
  const value = record(i);
  void Promise.race([shutdown, Promise.resolve(value)]).then(() => value);
};

let openDoor;
const door = new Promise((resolve) => (openDoor = resolve));
exports.openDoor = () => openDoor();
async function waitAtDoor(i) {
  const value = record(i);
  await door;
  return value;
}
exports.suspendedAsync = (i) => void waitAtDoor(i);

const collect = (() => {
  let next;
  async function collector() {
    const collected = new Map();
    for (;;) {
      const i = await new Promise((resolve) => (next = resolve));
      collected.set(i, record(i));
    }
  }
  void collector();
  return (i) => next(i);
})();
exports.asyncLocal = async (i) => {
  collect(i);
  await null;
  await null;
};

const requestContext = new AsyncLocalStorage();
let inRequest;
requestContext.run({ spans: [] }, () => {
  inRequest = (i) => requestContext.getStore().spans.push(record(i));
  const { AsyncResource } = require("node:async_hooks");
  inRequest = AsyncResource.bind(inRequest);
});
exports.asyncLocalStorage = (i) => inRequest(i);

const pending = new Map();
exports.pendingResolvers = (i) => {
  const value = record(i);
  void new Promise((resolve) => pending.set(i, resolve)).then(() => value);
};

const released = new FinalizationRegistry(() => {});
const longLived = { name: "long-lived" };
exports.finalizationRegistry = (i) => released.register(longLived, record(i));

exports.intervals = (i) => {
  const value = record(i);
  setInterval(() => value, 3_600_000).unref();
};

exports.timeouts = (i) => {
  const value = record(i);
  setTimeout(() => value, 7_200_000).unref();
};

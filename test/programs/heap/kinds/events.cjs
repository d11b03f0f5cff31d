"use strict";
const { EventEmitter, setMaxListeners } = require("node:events");
const http = require("node:http");
const { PassThrough, Writable } = require("node:stream");
const { MessageChannel } = require("node:worker_threads");
const { record } = require("../surroundings.cjs");

const bus = new EventEmitter().setMaxListeners(0);
exports.listeners = (i) => {
  const value = record(i);
  bus.on("message", () => value);
};

process.setMaxListeners(0);
exports.processListeners = (i) => {
  const value = record(i);
  process.on("unhandledRejection", () => value);
};

const quotes = new EventTarget();
setMaxListeners(0, quotes);
exports.eventTarget = (i) => {
  const value = record(i);
  quotes.addEventListener("change", () => value);
};

const stopping = new AbortController();
setMaxListeners(0, stopping.signal);
exports.abortSignal = (i) => {
  const value = record(i);
  stopping.signal.addEventListener("abort", () => value);
};

const unread = new PassThrough({ highWaterMark: 2 ** 30 });
exports.readableBuffer = (i) => unread.write(Buffer.alloc(600, i));

const stalled = new Writable({ highWaterMark: 2 ** 30, write: () => {} });
exports.writableBuffer = (i) => stalled.write(Buffer.alloc(600, i));

const channels = [];
exports.messagePorts = (i) => {
  const { port1, port2 } = new MessageChannel();
  port1.unref();
  port2.unref();
  channels.push({ port1, port2, value: record(i) });
};

const agent = new http.Agent({ maxSockets: 1, keepAlive: true });
agent.createConnection = () => new PassThrough();
exports.agentRequests = (i) => {
  const request = http.request({ host: "127.0.0.1", port: 9, agent, headers: { serial: i } });
  request.on("error", () => {});
};

"use strict";
const { EventEmitter } = require("node:events");
const { record, serve } = require("../surroundings.cjs");

exports.idle = () => {};
exports.traffic = (i) => serve(i % 10);

const cache = new Map();
exports.replacedCache = (i) => {
  cache.set(i, record(i));
  cache.delete(i - 300);
};

const open = new Set();
exports.comeAndGo = (i) => {
  const value = record(i);
  open.add(value);
  setTimeout(() => open.delete(value), 0);
};

const bus = new EventEmitter();
exports.onceListeners = (i) => {
  const value = record(i);
  bus.once("x", () => value);
  bus.emit("x");
};

const notes = new WeakMap();
exports.weakKeys = (i) => notes.set({ i }, record(i));

const weak = new Map();
exports.weakCache = (i) => {
  weak.set(i % 100, new WeakRef(record(i)));
};

let generation = [];
let older = [];
exports.generations = (i) => {
  generation.push(record(i));
  if (generation.length >= 150) {
    older = generation;
    generation = [];
  }
};
exports.olderLength = () => older.length;

const ring = Array.from({ length: 200 }, () => null);
exports.ring = (i) => (ring[i % 200] = record(i));

let text = "";
exports.truncatedText = (i) => {
  text = (text + `line ${i}\n`).slice(-4000);
};

exports.promises = async (i) => {
  await Promise.all([Promise.resolve(record(i)), null]);
};

const memo = new Map();
exports.fixedMemo = (i) => {
  const key = `key ${i % 40}`;
  if (!memo.has(key)) memo.set(key, record(i));
};

let queue = [];
exports.drainedQueue = (i) => {
  queue.push(record(i));
  if (queue.length > 90) queue = [];
};

exports.buffers = (i) => Buffer.alloc(20_000, i).length;

"use strict";
const { record } = require("../surroundings.cjs");

const sessions = new Map();
exports.moduleMap = (i) => sessions.set(`session-${i}`, record(i));

const inFlight = new Map();
exports.mapOfNumbers = (i) => inFlight.set(i, record(i));

const seen = new Set();
exports.moduleSet = (i) => seen.add(record(i));

const auditLog = [];
exports.moduleArray = (i) => auditLog.push(record(i));

const newestFirst = [];
exports.unshiftedArray = (i) => newestFirst.unshift(record(i));

const byToken = {};
exports.dictionary = (i) => (byToken[`token-${i}`] = record(i));

const templates = Object.create(null);
exports.nullPrototype = (i) => (templates[`template-${i}`] = record(i));

const scores = {};
exports.integerKeys = (i) => (scores[i] = record(i));

const ledger = [];
exports.sparseArray = (i) => (ledger[i * 1_000_003] = record(i));

const rooms = new Map();
exports.mapOfMaps = (i) => {
  const name = `room-${i % 20}`;
  if (!rooms.has(name)) rooms.set(name, new Map());
  rooms.get(name).set(`member-${i}`, record(i));
};

const metrics = {};
exports.objectOfArrays = (i) => {
  const metric = (metrics[["cpu", "memory", "requests", "errors"][i % 4]] ??= { samples: [] });
  metric.samples.push(record(i));
};

const grid = [[], [], []];
exports.arrayOfArrays = (i) => grid[i % 3].push(record(i));

const state = { index: { byCustomer: new Map() } };
exports.nestedPath = (i) => state.index.byCustomer.set(`customer-${i}`, record(i));

class Plugins extends Map {}
const plugins = new Plugins();
exports.mapSubclass = (i) => plugins.set(`plugin-${i}`, record(i));

class Stack extends Array {}
const undoSteps = new Stack();
exports.arraySubclass = (i) => undoSteps.push(record(i));

const marks = {};
exports.symbolKeys = (i) => (marks[Symbol(`mark ${i}`)] = record(i));

const lazies = {};
exports.accessors = (i) => {
  const value = record(i);
  Object.defineProperty(lazies, `lazy-${i}`, { get: () => value, enumerable: true, configurable: true });
};

const weakly = new Map();
const kept = [];
exports.weakReferences = (i) => {
  const value = i % 50 === 0 ? record(i) : {};
  if (i % 50 === 0) kept[(i / 50) % 2] = value;
  weakly.set(`weak-${i}-with-a-name-that-takes-some-room`, new WeakRef(value));
};

let snapshotOfState = [];
exports.replacedArray = (i) => (snapshotOfState = [...snapshotOfState, record(i)]);

const byId = new Map();
const byName = new Map();
exports.twoIndexes = (i) => {
  const value = record(i);
  byId.set(value.id, value);
  byName.set(value.name, value);
};

const metadata = new WeakMap();
const application = { name: "application" };
metadata.set(application, []);
exports.weakMapValue = (i) => metadata.get(application).push(record(i));

const annotations = new WeakMap();
const pages = [];
exports.weakMapEntries = (i) => {
  const page = { number: i };
  pages.push(page);
  annotations.set(page, record(i));
};

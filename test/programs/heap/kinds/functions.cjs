"use strict";
const { record } = require("../surroundings.cjs");

function makeStore() {
  const rows = new Map();
  return { insert: (i) => rows.set(i, record(i)) };
}
const store = makeStore();
exports.closureVariable = (i) => store.insert(i);

let theThing = null;
exports.closureChain = (i) => {
  const originalThing = theThing;
  const unused = () => originalThing;
  theThing = { data: record(i), method: () => i };
  return unused;
};

const callbacks = [];
exports.detachedClosures = (i) => {
  const value = record(i);
  callbacks.push(() => value);
};

const handlers = new Set();
function handle(value) {
  return [this, value];
}
exports.boundFunctions = (i) => handlers.add(handle.bind(record(i), `argument ${i}`));

const compiled = [];
exports.compiledFunctions = (i) => compiled.push(new Function("a", `return a + ${i}`));

const walks = [];
function* walk(i) {
  const value = record(i);
  yield 1;
  return value;
}
exports.suspendedGenerators = (i) => {
  const one = walk(i);
  one.next();
  walks.push(one);
};

const producer = (function* () {
  const produced = [];
  for (;;) produced.push(record(yield produced.length));
})();
producer.next();
exports.generatorLocal = (i) => producer.next(i);

const cursors = [];
exports.iterators = (i) => cursors.push(new Map([[i, record(i)]]).entries());

const memo = new Map();
const fibonacci = (n) => n;
const memoised = (f, cache) => (key) => {
  if (!cache.has(key)) cache.set(key, [f(key), record(key)]);
  return cache.get(key);
};
const cheapFibonacci = memoised(fibonacci, memo);
exports.memoised = (i) => cheapFibonacci(i);

const target = { changes: [] };
const observed = new Proxy(target, {});
exports.proxyTarget = (i) => observed.changes.push(record(i));

const draft = new Proxy({}, {});
exports.proxyDictionary = (i) => (draft[`field-${i}`] = record(i));

let wrapped = (x) => x;
const wrap = (next, value) => (x) => (x > 0 ? next(x - 1) : value);
exports.wrappedFunctions = (i) => (wrapped = wrap(wrapped, record(i)));

let scope = { depth: 0 };
exports.prototypeChain = (i) => {
  scope = Object.create(scope);
  scope.value = record(i);
};

// Nothing is here before the first snapshot: what grows is inside an entry that is new.
const byModel = new WeakMap();
const model = { name: "orders" };
exports.newEntryOfWeakMap = (i) => {
  if (i < 60) return;
  if (!byModel.has(model)) byModel.set(model, new Map());
  byModel.get(model).set(i, record(i));
};

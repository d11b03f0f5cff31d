"use strict";
const { record } = require("../surroundings.cjs");

const followers = new Map();
exports.mapOfSets = (i) => {
  const name = `person-${i % 12}`;
  if (!followers.has(name)) followers.set(name, new Set());
  followers.get(name).add(record(i));
};

let catalogue = new Map();
exports.copiedMap = (i) => {
  catalogue = new Map([...catalogue, [`item-${i}`, record(i)]]);
};

let settings = {};
exports.copiedObject = (i) => {
  settings = { ...settings, [`setting-${i}`]: record(i) };
};

let store = { user: null, todos: { items: [], filter: "all" } };
exports.reducer = (i) => {
  store = { ...store, todos: { ...store.todos, items: [...store.todos.items, record(i)] } };
};

class TreeNode {
  children = [];
  constructor(value) {
    this.value = value;
  }
}
const tree = new TreeNode("root");
exports.treeOfArrays = (i) => {
  let at = tree;
  for (let n = i; n > 0 && at.children.length > 0; n = Math.floor(n / 3)) {
    at = at.children[n % at.children.length];
    if (at.children.length < 3) break;
  }
  at.children.push(new TreeNode(record(i)));
};

const trie = new Map();
exports.trieOfMaps = (i) => {
  let at = trie;
  for (const letter of `${i}`.padStart(6, "0")) {
    if (!at.has(letter)) at.set(letter, new Map());
    at = at.get(letter);
  }
  at.set("value", record(i));
};

class Lru {
  map = new Map();
  newest = null;
  oldest = null;
  set(key, value) {
    const entry = { key, value, newer: null, older: this.newest };
    if (this.newest !== null) this.newest.newer = entry;
    this.newest = entry;
    this.oldest ??= entry;
    this.map.set(key, entry);
  }
}
const responses = new Lru();
exports.lruWithoutLimit = (i) => responses.set(`key-${i}`, record(i));

const heap = [];
exports.binaryHeap = (i) => {
  heap.push({ priority: (i * 7919) % 1009, job: record(i) });
  let at = heap.length - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (heap[up].priority <= heap[at].priority) break;
    [heap[up], heap[at]] = [heap[at], heap[up]];
    at = up;
  }
};

const graph = { nodes: [] };
exports.cyclicGraph = (i) => {
  const node = { value: record(i), neighbours: [] };
  const other = graph.nodes.at(-1);
  if (other !== undefined) {
    node.neighbours.push(other);
    other.neighbours.push(node);
  }
  graph.nodes.push(node);
};

class Registry {
  static {
    Registry.entries = [];
  }
}
exports.staticBlock = (i) => Registry.entries.push(record(i));

class Base {
  #log = [];
  note(value) {
    this.#log.push(value);
  }
}
class Account extends Base {}
const account = new Account();
exports.inheritedPrivate = (i) => account.note(record(i));

const owner = {};
const hidden = new WeakMap([[owner, { history: new Map() }]]);
exports.weakMapWithMap = (i) => hidden.get(owner).history.set(i, record(i));

const tagged = new WeakSet();
const stillHeld = [];
exports.weakSetMembers = (i) => {
  const value = record(i);
  tagged.add(value);
  stillHeld.push(value);
};

const kCache = Symbol("cache");
class Service {
  [kCache] = new Map();
}
const service = new Service();
exports.symbolField = (i) => service[kCache].set(i, record(i));

const frozen = [];
exports.frozenTuples = (i) => frozen.push(Object.freeze([i, Object.freeze(record(i))]));

const argumentLists = [];
exports.argumentObjects = (i) => {
  (function keep() {
    argumentLists.push(arguments);
  })(i, record(i));
};

const matrix = new Map();
exports.mapOfObjectKeys = (i) => matrix.set(record(i), i);

class Point {
  constructor(i) {
    this.x = i;
    this.y = i + 0.5;
    this.label = `point ${i}`;
  }
}
const points = [];
exports.instances = (i) => points.push(new Point(i));

const lazy = {
  get values() {
    const values = [];
    Object.defineProperty(this, "values", { value: values });
    return values;
  },
};
exports.lazyGetter = (i) => lazy.values.push(record(i));

const nested = { a: { b: { c: { d: [] } } } };
exports.deeplyNested = (i) => nested.a.b.c.d.push(record(i));

const inbox = { messages: { unread: {} } };
exports.nestedDictionary = (i) => (inbox.messages.unread[`message ${i}`] = record(i));

class Widget {
  constructor(i) {
    this.value = record(i);
    this.instances.push(this);
  }
}
Widget.prototype.instances = [];
exports.arrayOnPrototype = (i) => new Widget(i);

const registryKey = Symbol.for("app.registry");
globalThis[registryKey] = new Map();
exports.symbolOfGlobal = (i) => globalThis[registryKey].set(i, record(i));

// A tree that is not there before the first snapshot.
class Page {
  keys = [];
  pages = [];
}
const tables = { orders: new Page() };
function insert(page, key, value) {
  if (page.pages.length > 0) return insert(page.pages[key % 3], Math.floor(key / 3), value);
  page.keys.push({ key, value });
  if (page.keys.length <= 4) return;
  page.pages = [new Page(), new Page(), new Page()];
  for (const entry of page.keys) insert(page.pages[entry.key % 3], Math.floor(entry.key / 3), entry.value);
  page.keys = [];
}
exports.newTree = (i) => (i < 60 ? undefined : insert(tables.orders, i, record(i)));

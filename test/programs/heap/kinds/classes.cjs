"use strict";
const { record } = require("../surroundings.cjs");

class ConnectionRegistry {
  connections = new Map();
  open(i) {
    this.connections.set(i, record(i));
  }
}
const registry = new ConnectionRegistry();
exports.classField = (i) => registry.open(i);

class Tracker {
  #items = new Set();
  add(item) {
    this.#items.add(item);
  }
}
const tracker = new Tracker();
exports.privateField = (i) => tracker.add(record(i));

class Transaction {
  static open = new Map();
}
exports.staticField = (i) => Transaction.open.set(i, record(i));

class Postings {
  static #all = [];
  static post(item) {
    Postings.#all.push(item);
  }
}
exports.staticPrivate = (i) => Postings.post(record(i));

class Job {
  constructor(i) {
    this.data = record(i);
  }
  #run() {
    return this.data;
  }
  start() {
    return this.#run();
  }
}
const jobs = [];
exports.privateMethods = (i) => jobs.push(new Job(i));

class Hub {
  static #only = null;
  members = new Map();
  static get() {
    return (Hub.#only ??= new Hub());
  }
}
exports.singleton = (i) => Hub.get().members.set(i, record(i));

class Entry {
  constructor(value, next) {
    this.value = value;
    this.next = next;
  }
}
let newestEntry = null;
exports.linkedList = (i) => (newestEntry = new Entry(record(i), newestEntry));

class Queue {
  first = null;
  last = null;
  add(value) {
    const entry = { value, before: this.last, after: null };
    if (this.last === null) this.first = entry;
    else this.last.after = entry;
    this.last = entry;
  }
}
const deliveries = new Queue();
exports.doublyLinked = (i) => deliveries.add(record(i));

class Tree {
  root = null;
  insert(key, value) {
    const node = { key, value, left: null, right: null };
    if (this.root === null) return void (this.root = node);
    let at = this.root;
    for (;;) {
      const side = key < at.key ? "left" : "right";
      if (at[side] === null) return void (at[side] = node);
      at = at[side];
    }
  }
}
const prices = new Tree();
exports.searchTree = (i) => prices.insert((i * 7919) % 100_003, record(i));

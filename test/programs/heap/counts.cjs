"use strict";
/** Collections of many sizes and histories, and how many entries each really has, on stdout as JSON. */
const { writeHeapSnapshot } = require("node:v8");

const truth = {};
const kept = {};
globalThis.counted = kept;

function keep(name, collection, entries) {
  kept[name] = collection;
  truth[name] = entries;
}

class Registry extends Map {}
class Tags extends Set {}
class Stack extends Array {}

for (const size of [0, 1, 2, 3, 4, 5, 8, 9, 31, 32, 33, 100, 1000]) {
  const map = new Map();
  const set = new Set();
  const array = [];
  const dictionary = Object.create(null);
  const registry = new Registry();
  const tags = new Tags();
  const stack = new Stack();
  const numbered = new Map();
  for (let i = 0; i < size; i++) {
    map.set(`key ${i}`, { i });
    set.add({ i });
    array.push({ i });
    dictionary[`key ${i}`] = { i };
    registry.set({ i }, i);
    tags.add(`tag ${i}`);
    stack.push(`item ${i}`);
    numbered.set(i, { i });
  }
  keep(`map${size}`, map, size);
  keep(`set${size}`, set, size);
  keep(`array${size}`, array, size);
  keep(`dictionary${size}`, dictionary, size);
  keep(`registry${size}`, registry, size);
  keep(`tags${size}`, tags, size);
  keep(`stack${size}`, stack, size);
  keep(`numbered${size}`, numbered, size);
}

for (const size of [100, 1000]) {
  const tally = {};
  for (let i = 0; i < size; i++) tally[`key ${i}`] = i;
  for (let i = 0; i < size; i += 4) delete tally[`key ${i}`];
  keep(`tally${size}`, tally, (size * 3) / 4);
}

for (const size of [10, 100, 999]) {
  const thinned = new Map();
  const weak = new WeakMap();
  const owners = [];
  for (let i = 0; i < size; i++) {
    thinned.set(i, { i });
    const owner = { i };
    owners.push(owner);
    weak.set(owner, { i });
  }
  // Deleting runs hot, so that compiled code leaves its own marks in the table.
  for (let round = 0; round < 200; round++) {
    for (let i = 0; i < size; i += 3) thinned.delete(i);
    if (round < 199) for (let i = 0; i < size; i += 3) thinned.set(i, { i });
  }
  keep(`thinned${size}`, thinned, thinned.size);
  keep(`owners${size}`, owners, size);
  keep(`weak${size}`, weak, size);
}

writeHeapSnapshot(process.argv[2]);
process.stdout.write(JSON.stringify(truth));

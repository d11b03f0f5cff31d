"use strict";
const vm = require("node:vm");
const { record } = require("../surroundings.cjs");

const uploads = new Map();
exports.buffersInMap = (i) => uploads.set(i, Buffer.alloc(10_000, i));

const frames = [];
exports.slicedBuffers = (i) => frames.push(Buffer.from(`frame ${i} `.repeat(30)));

const embeddings = [];
exports.typedArrays = (i) => embeddings.push(new Float64Array(200).fill(i));

let samples = new Float64Array(0);
exports.grownTypedArray = (i) => {
  const longer = new Float64Array((i + 1) * 8);
  longer.set(samples);
  samples = longer;
};

let transcript = "";
exports.concatenation = (i) => (transcript += `line ${i} of a transcript that nobody reads\n`);

const titles = [];
exports.slicedStrings = (i) => titles.push(`${i} ${"long text ".repeat(60)}`.trim().slice(2, 40));

const words = new Set();
exports.plainStrings = (i) => words.add(`word ${i} `.repeat(20).trimEnd());

const measurements = [];
exports.numbers = (i) => {
  for (let k = 0; k < 30; k++) measurements.push(i + k / 7);
};

const counts = new Map();
exports.numbersByNumber = (i) => {
  for (let k = 0; k < 10; k++) counts.set(i * 10 + k, k);
};

const balances = [];
exports.bigints = (i) => balances.push(2n ** 2000n + BigInt(i));

const failures = [];
exports.errorStacks = (i) => failures.push(new Error(`failure ${i}`));

const scripts = [];
exports.scripts = (i) => scripts.push(new vm.Script(`(function f${i}() { return ${i}; })`));

const regular = new Map();
exports.regularExpressions = (i) => {
  const pattern = new RegExp(`^user-${i}-[a-z]+$`);
  pattern.test(`user-${i}-x`);
  regular.set(i, pattern);
};

const dates = [];
exports.dates = (i) => dates.push({ at: new Date(i), url: new URL(`http://localhost/${i}?page=${i}`) });

globalThis.openRequests = new Map();
exports.globalVariable = (i) => globalThis.openRequests.set(i, record(i));

const Module = require("node:module");
exports.moduleCache = (i) => {
  const file = `/virtual/plugin-${i}.js`;
  const module_ = new Module(file);
  module_.exports = record(i);
  require.cache[file] = module_;
};

exports.inbox = { letters: [] };
exports.exportedField = (i) => exports.inbox.letters.push(record(i));

"use strict";
require("../surroundings.cjs");
const { steadily, record, ready } = require("../traffic.cjs");

const samples = []; // HOLDER

function sample(value) {
  samples[samples.length] = value; // INSERT
}

steadily(200, (serial) => sample(record(serial, 500)));
ready();

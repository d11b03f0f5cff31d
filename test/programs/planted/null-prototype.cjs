"use strict";
require("../surroundings.cjs");
const { steadily, record, ready } = require("../traffic.cjs");

const compiled = Object.create(null); // HOLDER

function compile(pattern) {
  compiled[pattern] ??= record(pattern, 600); // INSERT
  return compiled[pattern];
}

steadily(200, (serial) => compile(`^/route/${serial}$`));
ready();

"use strict";
require("../surroundings.cjs");
const { serve, ready } = require("../traffic.cjs");

const frames = []; // HOLDER

function capture(size) {
  frames.push(Buffer.alloc(size, 7)); // INSERT
}

serve((request, response) => {
  for (let frame = 0; frame < 3; frame++) capture(32_768);
  response.end();
}).on("listening", ready);

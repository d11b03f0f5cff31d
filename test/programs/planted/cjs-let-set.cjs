"use strict";
require("../surroundings.cjs");
const { serve, ready } = require("../traffic.cjs");

let seen = new Set(); // HOLDER

function firstTime(url) {
  if (seen.has(url)) return false;
  seen.add(url); // INSERT
  return true;
}

function forgetEverything() {
  seen = new Set();
}

serve((request, response) => {
  if (request.url === "/reset") forgetEverything();
  for (const part of ["head", "body", "foot"]) firstTime(`${request.url}/${part}/${Math.random()}`);
  response.end();
}).on("listening", ready);

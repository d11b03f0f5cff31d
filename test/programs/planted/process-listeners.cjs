"use strict";
require("../surroundings.cjs");
const { serve, record, ready } = require("../traffic.cjs");

process.setMaxListeners(0);

function guard(task) {
  process.on("unhandledRejection", (reason) => console.error(task.id, reason)); // INSERT
}

let serial = 0;
serve((request, response) => {
  for (let task = 0; task < 4; task++) guard(record(serial++));
  response.end();
}).on("listening", ready);

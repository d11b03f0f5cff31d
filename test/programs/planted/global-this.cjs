"use strict";
require("../surroundings.cjs");
const { serve, record, ready } = require("../traffic.cjs");

globalThis.requestContexts = new Map(); // HOLDER

function remember(request, serial) {
  globalThis.requestContexts.set(serial, { url: request.url, detail: record(serial) }); // INSERT
}

let serial = 0;
serve((request, response) => {
  for (let span = 0; span < 4; span++) remember(request, serial++);
  response.end();
}).on("listening", ready);

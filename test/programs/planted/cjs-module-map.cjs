"use strict";
require("../surroundings.cjs");
const { serve, record, ready } = require("../traffic.cjs");

const sessions = new Map(); // HOLDER

function openSession(id) {
  sessions.set(id, record(id, 1500)); // INSERT
}

let opened = 0;
serve((request, response) => {
  for (let seat = 0; seat < 4; seat++) openSession(++opened);
  response.end(`hello ${request.url}`);
}).on("listening", ready);

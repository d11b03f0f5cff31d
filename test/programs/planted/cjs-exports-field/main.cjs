"use strict";
require("../../surroundings.cjs");
const { steadily, record, ready } = require("../../traffic.cjs");
const inbox = require("./inbox.cjs");

steadily(200, (serial) => inbox.receive(record(serial, 900)));
ready();

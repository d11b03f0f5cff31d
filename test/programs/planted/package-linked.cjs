"use strict";
require("../surroundings.cjs");
const { appear } = require("@acme/presence");
const { steadily, record, ready } = require("../traffic.cjs");

steadily(200, (serial) => appear(record(serial, 500)));
ready();

"use strict";
require("../surroundings.cjs");
const { steadily, record, ready } = require("../traffic.cjs");

const report = (function monitor() {
  const measurements = []; // HOLDER
  const latest = [];
  setInterval(() => {
    latest.length = 0;
    latest.push(...measurements.slice(-5));
  }, 500);
  return (measurement) => measurements.push(measurement); // INSERT
})();

steadily(200, (serial) => report(record(serial, 300)));
ready();

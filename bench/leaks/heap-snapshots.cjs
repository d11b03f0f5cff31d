"use strict";
/** Loaded before a case: writes a heap snapshot early and one late in its life. */
const { isMainThread } = require("node:worker_threads");
const { writeHeapSnapshot } = require("node:v8");
const { RECORDS_FOLDER, DURATION_S } = process.env;

if (isMainThread && process.argv[1]?.endsWith("server.mjs")) {
  const write = (name) => writeHeapSnapshot(`${RECORDS_FOLDER}/${name}.heapsnapshot`);
  setTimeout(write, Number(DURATION_S) * 250, "s1").unref();
  setTimeout(write, Number(DURATION_S) * 900, "s2").unref();
}

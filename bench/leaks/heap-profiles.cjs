"use strict";
/** Loaded before a case: samples its heap with @datadog/pprof and writes a profile early and one late in its life. */
const { writeFileSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");
const { HEAP_PROFILES_PEER, RECORDS_FOLDER, DURATION_S } = process.env;

if (isMainThread && process.argv[1]?.endsWith("server.mjs")) {
  const { heap, encodeSync } = require(HEAP_PROFILES_PEER);
  heap.start(64 * 1024, 64);
  const write = (name) => writeFileSync(`${RECORDS_FOLDER}/${name}.pb.gz`, encodeSync(heap.profile()));
  setTimeout(write, Number(DURATION_S) * 250, "early").unref();
  setTimeout(write, Number(DURATION_S) * 950, "late").unref();
}

import "../surroundings.cjs";
import { ready } from "../traffic.cjs";

/** The environment is no JavaScript memory: what is set stays with the C library. As much by the clock on a busy machine. */
const perSecond = 60;
const started = performance.now();
let set = 0;
setInterval(() => {
  const due = ((performance.now() - started) / 1000) * perSecond;
  while (set < due) process.env[`TRACE_${set++}`] = "x".repeat(100_000);
}, 50);
ready();

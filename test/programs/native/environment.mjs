import "../surroundings.cjs";
import { ready, steadily } from "../traffic.cjs";

/** The environment is no JavaScript memory: what is set stays with the C library. */
steadily(60, (serial) => {
  process.env[`TRACE_${serial}`] = "x".repeat(100_000);
});
ready();

export { parseAddress, type Address } from "./address.ts";
export { findInProcess, type FindOptions } from "./find-in-process.ts";
export type { Progress } from "./progress.ts";
export { findInPprof } from "./pprof-look.ts";

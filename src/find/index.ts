export { find, findInCommand, type FindTargetOptions } from "./find.ts";
export { findInProcess, type FindOptions } from "./find-in-process.ts";
export { locatedHolders } from "./declared-holders.ts";
export { takeCensus, type Census, type CensusOptions, type CountedCollection } from "./census.ts";
export { findInPprof } from "./pprof-look.ts";
export type { Progress } from "./progress.ts";

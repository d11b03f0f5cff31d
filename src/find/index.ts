export { find, findInCommand, type FindTargetOptions } from "./find.ts";
export { findInProcess } from "./find-in-process.ts";
export type { FindOptions, SnapshotOptions } from "./find-options.ts";
export { heldInSource } from "./held-in-source.ts";
export { locatedHolders } from "./located-holders.ts";
export { takeCensus, type Census, type CensusOptions, type CountedCollection } from "./census.ts";
export { findInPprof } from "./pprof-look.ts";
export type { Progress } from "./progress.ts";

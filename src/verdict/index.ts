export { foldBookedCoHolders } from "./booked-co-holders.ts";
export { foldCoHolders } from "./co-holders.ts";
export { joinListeners } from "./co-listeners.ts";
export { isConclusive } from "./conclusive.ts";
export {
  allocationGrowth,
  allocationLeak,
  PROFILE_SAYS_WHERE_NOT_WHO,
  type AllocationGrowth,
  type GrowingAllocation,
} from "./allocation-growth.ts";
export type { ProfileLook } from "./allocation-history.ts";
export type {
  CollectionKind,
  Ending,
  Entries,
  Evidence,
  Finding,
  Forecast,
  Holder,
  Leak,
  LeakBytes,
  Memory,
  MemoryLimit,
  MemoryParts,
  MemoryPoint,
  Package,
  Place,
  Range,
  Recorded,
  RecordedLife,
  RecordedProfile,
  Remedy,
  Site,
  TargetDescription,
  Unexplained,
  UnexplainedKind,
  Window,
} from "./finding.ts";
export {
  judgeGrowth,
  judgeRareCounts,
  sumOfCounts,
  type CountPoint,
  type Growth,
  type HealthyReason,
  type Turnover,
} from "./growth.ts";
export {
  emitterOf,
  holderPath,
  isWithin,
  withoutKey,
  type HolderPath,
  type PathStep,
} from "./holder-path.ts";
export {
  forecastOf,
  leakOf,
  ranked,
  sizedByRest,
  unexplainedGrowth,
  type GrowingCollection,
} from "./join.ts";
export { liveGrowth, untoldRise } from "./memory-growth.ts";
export { risesWith, waitFor, type PrunedGrowth, type Pruner, type Wait } from "./pruner.ts";
export { joinSnapshots, type SnapshotAnswer, type SnapshotLeak } from "./join-snapshots.ts";
export { remedyFor, type Lifetime, type Removal } from "./remedy.ts";
export {
  keptNotes,
  memoryParts,
  residentGrowth,
  type NativeSide,
  type ResidentSample,
} from "./resident-growth.ts";
export { isSameHolder, type NamedHolder } from "./same-holder.ts";
export {
  findingOfSnapshots,
  holderOf,
  holdersThatLeak,
  judgedHolders,
  leakOfHolder,
  type SnapshotSeries,
  type SnapshotSpan,
} from "./snapshot-finding.ts";
export { growsLikeLeak } from "./snapshot-leak.ts";

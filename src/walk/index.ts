export { isCapacityName } from "./capacity.ts";
export { injected } from "./injected.ts";
export { connections } from "./protocol.ts";
export type {
  CollectionFacts,
  CollectionKind,
  Cost,
  CountLook,
  CountRow,
  EntrySize,
  Frame,
  FunctionText,
  InTarget,
  MemorySample,
  Step,
  StepKind,
  WalkOptions,
  WalkSummary,
  WatchOutcome,
  WatchReport,
} from "./protocol.ts";

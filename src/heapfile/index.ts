export { HeapFileError, type HeapFileErrorCode } from "./heap-file-error.ts";
export { readSnapshot, type ReadSnapshotOptions } from "./read-snapshot.ts";
export {
  indexPath,
  openIndexFile,
  writeIndex,
  writtenAt,
  type IndexOnDisk,
  type WriteIndexOptions,
} from "./index-file.ts";
export { openHeap } from "./open-heap.ts";
export { capturePlan, free, planCapture, type CapturePlan, type Range } from "./capture-plan.ts";
export { growthBetween } from "./growth-between.ts";
export { takeSnapshot, type CaptureProgress, type TakenSnapshot, type TakeOptions } from "./take-snapshot.ts";

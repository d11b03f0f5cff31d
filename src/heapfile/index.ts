export { HeapFileError, type HeapFileErrorCode } from "./heap-file-error.ts";
export { readSnapshot, type ReadSnapshotOptions } from "./read-snapshot.ts";
export {
  indexPath,
  openIndexFile,
  writeIndex,
  type IndexOnDisk,
  type WriteIndexOptions,
} from "./index-file.ts";
export { openHeap } from "./open-heap.ts";

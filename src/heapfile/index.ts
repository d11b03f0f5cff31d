export { HeapFileError, type HeapFileErrorCode } from "./heap-file-error.ts";
export { readSnapshot, type ReadSnapshotOptions } from "./read-snapshot.ts";

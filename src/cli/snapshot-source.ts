import { openHeap, writtenAt } from "#heapfile";
import type { Graph } from "#snapshot";

/** A snapshot that was read, and when it was written; null where that is not known. */
export interface LoadedSnapshot {
  readonly graph: Graph;
  readonly writtenAt: Date | null;
}

/** Reads a heap snapshot, or its index, and finds who keeps what alive. Throws SnapshotError and HeapFileError. */
export async function loadSnapshot(file: string): Promise<LoadedSnapshot> {
  const graph = await openHeap(file);
  return { graph, writtenAt: writtenAt(file) };
}

import { stat } from "node:fs/promises";
import { openHeap } from "#heapfile";
import type { Graph } from "#snapshot";

/** A snapshot that was read, and when its file was written. */
export interface LoadedSnapshot {
  readonly graph: Graph;
  readonly writtenAt: Date;
}

/** Reads a heap snapshot, or its index, and finds who keeps what alive. Throws SnapshotError and HeapFileError. */
export async function loadSnapshot(file: string): Promise<LoadedSnapshot> {
  const graph = await openHeap(file);
  const writtenAt = file === "-" ? new Date() : (await stat(file)).mtime;
  return { graph, writtenAt };
}

import { buildGraph, type Graph } from "#snapshot";
import { isSystemError, unreadable } from "./heap-file-error.ts";
import { freshIndex, isIndexFile, openIndexFile } from "./index-file.ts";
import { readSnapshot, type ReadSnapshotOptions } from "./read-snapshot.ts";

/**
 * Who keeps what alive in a heap: from a `.sawidx` index, from a snapshot with a fresh index beside it, or from the
 * snapshot itself, which takes longer. "-" is a snapshot on standard input. Throws as `readSnapshot` does.
 */
export async function openHeap(path: string, options: ReadSnapshotOptions = {}): Promise<Graph> {
  if (path !== "-") {
    const index = existingIndex(path);
    if (index !== null) return index;
  }
  return buildGraph(await readSnapshot(path, options));
}

function existingIndex(path: string): Graph | null {
  try {
    return isIndexFile(path) ? openIndexFile(path).graph : (freshIndex(path)?.graph ?? null);
  } catch (error) {
    throw isSystemError(error) ? unreadable(path, error) : error;
  }
}

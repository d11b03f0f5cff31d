import { type Graph } from "#snapshot";
import { type ReadSnapshotOptions } from "./read-snapshot.ts";
/**
 * Who keeps what alive in a heap: from a `.sawidx` index, from a snapshot with a fresh index beside it, or from the
 * snapshot itself, which takes longer. "-" is a snapshot on standard input. Throws as `readSnapshot` does.
 */
export declare function openHeap(path: string, options?: ReadSnapshotOptions): Promise<Graph>;

import type { ByteColumn, Snapshot } from "./model.ts";

/**
 * Who keeps what alive, by DevTools' rules (front_end/entrypoints/heap_snapshot_worker/HeapSnapshot.ts): every column
 * has one element per node, in the order of `Snapshot.nodes`.
 */
export interface Graph {
  readonly snapshot: Snapshot;
  /** The node that every path from the root passes last; the root for itself and for what no path reaches. */
  readonly dominators: Uint32Array;
  /**
   * Bytes of the node, with those of the backing stores that it alone owns: hidden nodes and arrays give theirs to
   * their one owner and have 0. Their sum is that of `selfSizes`.
   */
  readonly shallowSizes: ByteColumn;
  /** Bytes that would go with the node: the shallow sizes of all that it dominates, itself included. */
  readonly retainedSizes: ByteColumn;
  /**
   * The nodes such that a dominator comes before everything it dominates; the root first. A sweep from the end of it
   * to the front adds up a subtree, one from the front to the end hands something down.
   */
  readonly order: Uint32Array;
  /** How many nodes, from the front of `order`, are reached from the root over edges that keep alive. */
  readonly reachableCount: number;
}

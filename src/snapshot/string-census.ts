import { NodeType } from "./model.ts";
import type { Paths } from "./path-steps.ts";

/** Strings of the same text, or one that is large. The text itself is looked up by who is asked for it: `names[node]`. */
export interface CountedString {
  /** One of them. */
  readonly node: number;
  readonly copies: number;
  /** Bytes of all of them. */
  readonly bytes: number;
  /** Bytes that one copy less than all take. */
  readonly wasted: number;
}

/**
 * Groups strings by text. V8 writes no more than the first 1024 characters of a string into a snapshot, so longer ones count
 * as the same when they begin alike and are of one size.
 */
export function stringCensus({ heap }: Paths): CountedString[] {
  const { nodes } = heap.snapshot;
  const groups = new Map<number, { node: number; copies: number; size: number }>();
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.types[node] !== NodeType.string) continue;
    const size = nodes.selfSizes[node]!;
    const key = nodes.names[node]! * 2 ** 21 + Math.min(size, 2 ** 21 - 1);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { node, copies: 1, size });
    else known.copies++;
  }
  return [...groups.values()].map(({ node, copies, size }) => ({
    node,
    copies,
    bytes: copies * size,
    wasted: (copies - 1) * size,
  }));
}

import { collectionAt, type Collection } from "./collection.ts";
import { NodeType } from "./model.ts";
import type { Paths } from "./path-steps.ts";

/** A collection with its size and what of it is empty room. */
export interface CountedCollection extends Collection {
  readonly node: number;
  readonly retained: number;
  /** Bytes of the store that hold no entry; 0 where that cannot be told. */
  readonly wasted: number;
}

/** Bytes of the room for an entry: a Map's key, value, chain and its share of the buckets; a Set's; a slot. */
const entryBytes: Readonly<Record<Collection["shape"], number>> = {
  Map: 28,
  Set: 20,
  WeakMap: 16,
  Array: 8,
  object: 0,
};

/** Every Map, Set, WeakMap and Array, and every object with `fewestKeys` keys or more. One pass over all edges. */
export function collectionCensus({ heap }: Paths, fewestKeys: number): CountedCollection[] {
  const census: CountedCollection[] = [];
  for (let node = 0; node < heap.snapshot.nodes.count; node++) {
    if (heap.types[node] !== NodeType.object) continue;
    const collection = collectionAt(heap, node);
    if (collection === null) continue;
    if (collection.shape === "object" && (collection.entries ?? 0) < fewestKeys) continue;
    census.push({
      ...collection,
      node,
      retained: heap.graph.retainedSizes[node]!,
      wasted: wastedBytes(collection),
    });
  }
  return census;
}

function wastedBytes({ shape, entries, capacity }: Collection): number {
  if (entries === null || capacity === null) return 0;
  return Math.max(0, capacity - entries) * entryBytes[shape];
}

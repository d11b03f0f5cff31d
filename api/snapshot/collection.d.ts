import type { Heap } from "./heap.ts";
/** What a collection is to a programmer; `object` is one used as a dictionary, or any with fields. */
export type CollectionShape = "Map" | "Set" | "WeakMap" | "Array" | "object";
/** A collection and what it counts. */
export interface Collection {
    readonly shape: CollectionShape;
    /** null when the entries are small integers or doubles, which leave no trace in a snapshot but their room. */
    readonly entries: number | null;
    /** Entries there is room for without growing; null for objects. */
    readonly capacity: number | null;
    /** The node of the backing store; -1 when the collection has none of its own. */
    readonly store: number;
}
/**
 * Counts the entries of a Map, Set, WeakMap, Array or object, subclasses included; null for what is none of them. Hash tables
 * are read by V8's own layout (src/objects/ordered-hash-table.h): three counters, the buckets, then entries of key, value
 * and chain (Map) or key and chain (Set), two for each bucket.
 */
export declare function collectionAt(heap: Heap, node: number): Collection | null;
/** The slot of an array that an edge stands for; -1 for other edges. */
export declare function slotOf(heap: Heap, edge: number): number;

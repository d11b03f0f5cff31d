import { type Collection } from "./collection.ts";
import type { Paths } from "./path-steps.ts";
/** A collection with its size and what of it is empty room. */
export interface CountedCollection extends Collection {
    readonly node: number;
    readonly retained: number;
    /** Bytes of the store that hold no entry; 0 where that cannot be told. */
    readonly wasted: number;
}
/** Every Map, Set, WeakMap and Array, and every object with `fewestKeys` keys or more. One pass over all edges. */
export declare function collectionCensus({ heap }: Paths, fewestKeys: number): CountedCollection[];

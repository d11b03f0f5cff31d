import type { Heap } from "./heap.ts";
/**
 * The number of slots of a table that is made for so many entries: an object with two typed arrays or more and an Array, all of
 * one length, which link the entries in the order of their use, as lru-cache has them. null for all else.
 */
export declare function slotsOf(heap: Heap, node: number): number | null;

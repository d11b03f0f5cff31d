import type { Claim, Pair } from "./growth-claims.ts";
import type { Repetition } from "./repetition.ts";
/** What grows, as a programmer would call it. `chain` is what is linked: a list, a tree, closures, promises;
 * `code` is what V8 made of functions. */
export type GrowthShape = "Map" | "Set" | "WeakMap" | "Array" | "object" | "chain" | "string" | "buffer" | "code";
/** The thing that grew, and its counts in both snapshots. */
export interface Grown {
    /** In the later snapshot. */
    readonly node: number;
    readonly shape: GrowthShape;
    /** One of the links of a chain; -1 for all else. */
    readonly link: number;
    /** Entries or links; null where they are not counted, as in strings and arrays of numbers. */
    readonly before: number | null;
    readonly after: number | null;
    /** Whether there was nothing in its place before. */
    readonly isNew: boolean;
    /** Of the entries there were, the share that is still there; null where that cannot be told. */
    readonly kept: number | null;
    /** Bytes that hang on it in each snapshot. */
    readonly bytesBefore: number;
    readonly bytesAfter: number;
}
/** Finds what a claim means: the collection that gained entries, the chain that became longer, the text that did. */
export declare function grownBy(pair: Pair, claim: Claim, repetition: Repetition): Grown;

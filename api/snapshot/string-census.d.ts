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
export declare function stringCensus({ heap }: Paths): CountedString[];

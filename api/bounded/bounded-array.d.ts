/// <reference lib="esnext.disposable" preserve="true" />
import type { CollectionStats } from "./collection-stats.ts";
/** How many entries a list may have, and what happens to one more. */
export interface ArrayBound {
    readonly max: number;
    readonly name?: string;
    /** `drop-oldest` unless given. */
    readonly onFull?: "drop-oldest" | "drop-newest" | "throw";
}
/**
 * A list of the newest entries: a ring, so that adding at the end and taking from the front take constant time. It has
 * room for what is in it, up to twice.
 */
export declare class BoundedArray<T> implements Iterable<T> {
    #private;
    constructor(bound: ArrayBound, entries?: Iterable<T> | null);
    get length(): number;
    get max(): number;
    /** Adds at the end; when it is full, drops what `onFull` says or throws. Returns the length. */
    push(...entries: T[]): number;
    /** Takes the oldest entry out. */
    shift(): T | undefined;
    /** Takes the newest entry out. */
    pop(): T | undefined;
    /** The entry at an index, 0 for the oldest, -1 for the newest. */
    at(index: number): T | undefined;
    clear(): void;
    /** From the oldest to the newest. */
    [Symbol.iterator](): Generator<T, undefined>;
    toArray(): T[];
    stats(): CollectionStats;
    /** Lets go of all entries, and takes the list off the list of collections. */
    [Symbol.dispose](): void;
}

/// <reference lib="esnext.disposable" preserve="true" />
import { type Bound, type EntryOptions } from "./bound.ts";
import type { CollectionStats } from "./collection-stats.ts";
/** What set operations take: a Set, a Map, or what looks like one. */
export interface SetLike<T> {
    readonly size: number;
    has(value: T): boolean;
    keys(): Iterator<T>;
}
/**
 * A Set that cannot grow for ever. `has` counts as a use here, as asking is all one does with a set: with the policy
 * `lru` values that are asked for stay. What set operations return is a plain Set.
 */
export declare class BoundedSet<T> implements Set<T> {
    #private;
    constructor(bound: Bound<T, true>, values?: Iterable<T> | null);
    get size(): number;
    /** Most values it takes; Infinity when only bytes are bounded. */
    get max(): number;
    get [Symbol.toStringTag](): string;
    /** Throws when it is full and told to. Adding a value that is there renews it. */
    add(value: T, options?: EntryOptions): this;
    /** Like `add`; whether the value was taken in. */
    tryAdd(value: T, options?: EntryOptions): boolean;
    has(value: T): boolean;
    delete(value: T): boolean;
    clear(): void;
    forEach(callback: (value: T, same: T, set: Set<T>) => void, thisArg?: unknown): void;
    keys(): Generator<T, undefined>;
    values(): Generator<T, undefined>;
    entries(): Generator<[T, T], undefined>;
    [Symbol.iterator](): Generator<T, undefined>;
    union<U>(other: SetLike<U>): Set<T | U>;
    intersection<U>(other: SetLike<U>): Set<T & U>;
    difference<U>(other: SetLike<U>): Set<T>;
    symmetricDifference<U>(other: SetLike<U>): Set<T | U>;
    isSubsetOf(other: SetLike<unknown>): boolean;
    isSupersetOf(other: SetLike<unknown>): boolean;
    isDisjointFrom(other: SetLike<unknown>): boolean;
    /** The collection in numbers; looks at every value once. */
    stats(): CollectionStats;
    /** Lets go of all values, and takes the set off the list. */
    [Symbol.dispose](): void;
}

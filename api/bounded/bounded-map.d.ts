/// <reference lib="esnext.disposable" preserve="true" />
import { type Bound, type EntryOptions, type Unbounded } from "./bound.ts";
import type { CollectionStats } from "./collection-stats.ts";
/**
 * A Map that cannot grow for ever: its type demands a bound. It is used like a Map and passes for one, except to
 * `instanceof` and `structuredClone`. Iteration is in the order in which the keys first came. Costs 57 bytes an entry,
 * V8's Map included, and nothing for entries that are not there.
 */
export declare class BoundedMap<K, V> implements Map<K, V> {
    #private;
    constructor(bound: Bound<K, V>, entries?: Iterable<readonly [K, V]> | null);
    /**
     * A map without a bound, for what cannot grow for ever for a reason that is given: it is listed with it, and a warning
     * is raised at `warnAt` entries (10 000 unless given).
     */
    static unbounded<K, V>(this: void, why: Unbounded): BoundedMap<K, V>;
    /** Entries, those included whose time is over and that were neither met nor swept since. */
    get size(): number;
    /** Most entries it takes; Infinity when only bytes are bounded, or nothing. */
    get max(): number;
    /** Bytes of all entries as `sizeOf` says; 0 when they are not bounded. */
    get bytes(): number;
    get [Symbol.toStringTag](): string;
    get(key: K): V | undefined;
    /** Like `get`, but no use of the entry: the order of eviction, the idle time and the counts stay as they are. */
    peek(key: K): V | undefined;
    /** No use of the entry. */
    has(key: K): boolean;
    /** Throws when it is full and told to; with `onFull: "reject"` the entry is not taken in, which `trySet` tells. */
    set(key: K, value: V, options?: EntryOptions): this;
    /** Like `set`; whether the entry was taken in. Never throws for want of room. */
    trySet(key: K, value: V, options?: EntryOptions): boolean;
    delete(key: K): boolean;
    clear(): void;
    /** The value of a key; when there is none, the one given, which is set. */
    getOrInsert(key: K, value: V): V;
    /** The value of a key; when there is none, what `make` returns, which is set. */
    getOrInsertComputed(key: K, make: (key: K) => V): V;
    forEach(callback: (value: V, key: K, map: Map<K, V>) => void, thisArg?: unknown): void;
    keys(): Generator<K, undefined>;
    values(): Generator<V, undefined>;
    entries(): Generator<[K, V], undefined>;
    [Symbol.iterator](): Generator<[K, V], undefined>;
    /** Changes the bound. Entries that are then too many go at once, as evicted. */
    resize(bound: {
        readonly max?: number;
        readonly maxBytes?: number;
    }): void;
    /** The collection in numbers; looks at every entry once. */
    stats(): CollectionStats;
    /** Lets go of all entries, as `clear`, and takes the map off the list. */
    [Symbol.dispose](): void;
}

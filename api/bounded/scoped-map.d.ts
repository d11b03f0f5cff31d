/// <reference lib="esnext.disposable" preserve="true" />
import { type OnFull, type RemovalReason } from "./bound.ts";
import type { CollectionStats } from "./collection-stats.ts";
import type { Duration } from "./duration.ts";
import { type Lease } from "./lease.ts";
import type { CloseEmitter, Owner, OwnerEnd } from "./owner.ts";
/** What a scoped map may say: it needs no bound, as its entries go with their owners. */
export interface ScopedOptions<K, V, O> {
    readonly name?: string;
    /** Most entries. An entry in use is never evicted for another unless `onFull` says so. */
    readonly max?: number;
    /** `throw` unless given. */
    readonly onFull?: OnFull;
    readonly ttl?: Duration;
    readonly idle?: Duration;
    /** So many entries raise a warning: owners that never end would be noticed. */
    readonly warnAt?: number;
    /** How an owner tells that it is over: an event other than `close` or `abort`, or a function that listens for it. */
    readonly on?: string | OwnerEnd<O>;
    /** Called once for every entry that is no longer there; see `BoundOptions`. */
    onRemove?(value: V, key: K, reason: RemovalReason): void;
}
/**
 * A map whose entries live as long as what they belong to: adding one without saying to whom it belongs does not
 * compile, and nobody has to remember to remove it. On purpose not assignable to Map. Owners that tell their end by an
 * event are held until then; signals, event targets and plain objects are not.
 */
export declare class ScopedMap<K, V, O extends Owner = CloseEmitter> implements ReadonlyMap<K, V> {
    #private;
    constructor(options?: ScopedOptions<K, V, O>);
    get size(): number;
    get [Symbol.toStringTag](): string;
    /** A use of the entry, where there is an idle time. */
    get(key: K): V | undefined;
    has(key: K): boolean;
    /**
     * Sets an entry that goes when `owner` is over. When it is over already the entry goes at once: it is never there, and
     * `onRemove` hears of it. Setting a key again makes the entry the new owner's.
     */
    set(key: K, value: V, owner: O): this;
    /**
     * Sets an entry that goes at the end of the block: `using state = sessions.lease(id, {})`. It also goes when the lease
     * is garbage, or, where an owner is given, when that is over.
     */
    lease(key: K, value: V, owner?: O): Lease<V>;
    delete(key: K): boolean;
    /** Removes everything that belongs to an owner, which may go on; how many entries that were. */
    deleteAllOf(owner: O): number;
    /** What an entry belongs to; undefined when there is no entry, or a lease has it. */
    ownerOf(key: K): O | undefined;
    clear(): void;
    forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void;
    keys(): Generator<K, undefined>;
    values(): Generator<V, undefined>;
    entries(): Generator<[K, V], undefined>;
    [Symbol.iterator](): Generator<[K, V], undefined>;
    /** The collection in numbers; looks at every entry once. */
    stats(): CollectionStats;
    /** Lets go of all entries and of their owners, and takes the map off the list. */
    [Symbol.dispose](): void;
}

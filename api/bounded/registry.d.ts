import type { CollectionStats } from "./collection-stats.ts";
import type { Listed } from "./listed.ts";
import { type Watchable } from "./watched-collection.ts";
/** `evict-storm`: everything in a collection was evicted within ten seconds. `warn`: it came to its `warnAt`. */
export type RegistryEvent = "evict-storm" | "warn";
type Listener = (stats: CollectionStats) => void;
/** All collections of a process that are bounded, or watched. None is kept alive by being listed. */
export declare class Registry {
    #private;
    /** What is known of each collection, by the collection itself. */
    readonly listedOf: WeakMap<object, Listed>;
    /** The collections there are, in the order they were made, as they are now. */
    list(): CollectionStats[];
    /** What is known of one collection; null when it is neither bounded nor watched. */
    statsOf(collection: object): CollectionStats | null;
    /**
     * Lists a plain Map, Set or array, or a cache that tells its `size` and `max` such as lru-cache, under a name. It is
     * not bounded by that: only what it holds and how it grows can be told, and with `warnAt` there is a warning.
     */
    watch(collection: Watchable, options: {
        readonly name: string;
        readonly warnAt?: number;
    }): void;
    /** Calls for every event of a kind until the function it returns is called. */
    on(event: RegistryEvent, listener: Listener): () => void;
    /** Lists a collection. */
    add(collection: object, listed: Listed): WeakRef<Listed>;
    /** Takes a collection off the list. */
    remove(reference: WeakRef<Listed>): void;
    /** Tells of something that happened to a collection; of its coming to `warnAt` only once. */
    tell(event: RegistryEvent, listed: Listed): void;
}
export {};

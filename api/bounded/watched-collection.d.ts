import type { Listed } from "./listed.ts";
/** What can be watched: a plain collection, or a cache that tells how many entries it has. */
export type Watchable = ReadonlyMap<unknown, unknown> | ReadonlySet<unknown> | readonly unknown[] | {
    readonly size: number;
    readonly max?: number;
    readonly maxSize?: number;
};
/** Lists a collection that is not ours. Its numbers are read when they are asked for; it is held weakly. */
export declare function watchedCollection(collection: Watchable, name: string, warnAt: number | null): Listed;

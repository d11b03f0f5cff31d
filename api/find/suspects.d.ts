import { type CountPoint } from "#verdict";
import type { CollectionFacts, WatchReport } from "#walk";
import type { CountHistory } from "./count-history.ts";
import type { InTargetProxy } from "./in-target-proxy.ts";
/** Collections that grow and are reached by the same path, taken together: the inner arrays of a Map of arrays, say. */
export interface ObservedCollection {
    readonly facts: CollectionFacts;
    /** How many collections with this path were counted together. */
    readonly members: number;
    readonly points: readonly CountPoint[];
    /** It takes a pause to count, and was counted three times only. */
    readonly countedRarely: boolean;
    readonly watch: WatchReport | null;
    /** Why it could not be watched; null when it was. */
    readonly unwatched: string | null;
}
/** The collections that keep growing, grouped by path, and the watches on them. */
export declare class Suspects {
    #private;
    constructor(target: InTargetProxy);
    get ids(): number[];
    /** The loaded modules, once something grows; needed to find the file of a variable. */
    get files(): readonly string[];
    /** Takes up what grows by now. */
    consider(history: CountHistory): Promise<void>;
    /** What grows most, for the progress line. */
    leading(history: CountHistory): string | null;
    /** Ends the watches and gathers all that was seen, most gained first. */
    finish(history: CountHistory): Promise<ObservedCollection[]>;
}

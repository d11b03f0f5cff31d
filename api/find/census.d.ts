import type { NodeTarget } from "#target";
import type { Holder } from "#verdict";
import type { Cost } from "#walk";
/** A collection of a running program: who holds it, and how many entries it has. */
export interface CountedCollection {
    readonly holder: Holder;
    readonly entries: number;
    /** How many more of the largest are held by the same path, such as `sessions[…].history`. */
    readonly alike: number;
    /** Estimated bytes that an entry keeps alive; null where it was not estimated. */
    readonly entryBytes: number | null;
    /** A numeric limit found beside it, such as `max: 500`. */
    readonly bound: {
        readonly name: string;
        readonly value: number;
    } | null;
}
/** The collections of a running program at one time. */
export interface Census {
    readonly takenAt: string;
    /** The largest that the program holds, most entries first. */
    readonly largest: readonly CountedCollection[];
    /** The largest that Node itself or our agent holds, most entries first. */
    readonly runtimes: readonly CountedCollection[];
    readonly collections: number;
    readonly functions: number;
    readonly objects: number;
    /** False when a budget ended the walk early. */
    readonly complete: boolean;
    readonly cost: Cost;
}
export interface CensusOptions {
    /** How many of the largest are described. */
    readonly most: number;
}
/** Walks the data of a target's main thread once and says what its largest collections are. Leaves nothing behind. */
export declare function takeCensus(target: NodeTarget, { most }: CensusOptions): Promise<Census>;

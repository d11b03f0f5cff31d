import type { CollectionFacts, Cost, MemorySample, WalkSummary } from "#walk";
import type { InTargetProxy } from "./in-target-proxy.ts";
import type { Progress } from "./progress.ts";
import { type ObservedCollection } from "./suspects.ts";
/** Everything seen of one isolate during the window. */
export interface Observation {
    readonly walk: WalkSummary;
    readonly startedAt: Date;
    readonly windowMs: number;
    readonly looks: number;
    readonly endedEarly: boolean;
    readonly memory: readonly MemorySample[];
    readonly suspects: readonly ObservedCollection[];
    /** Objects with too many keys to count them again. */
    readonly uncounted: readonly CollectionFacts[];
    readonly files: readonly string[];
    readonly cost: Cost;
}
export interface ObserveOptions {
    readonly windowMs: number;
    /** Ends the window early with what was seen so far. */
    readonly signal: AbortSignal | undefined;
    readonly onProgress: (progress: Progress) => void;
}
/**
 * Looks at one isolate for the length of the window: walks once, counts what the walk found again and again, and
 * watches the insertions into what keeps growing. Takes out the watches at the end, whatever happens.
 */
export declare function observe(target: InTargetProxy, options: ObserveOptions): Promise<Observation>;

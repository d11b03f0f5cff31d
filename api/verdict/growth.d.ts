/** How many entries a collection had at one look. */
export interface CountPoint {
    readonly atMs: number;
    readonly count: number;
}
/** What a watch saw, as far as growth is concerned. */
export interface Turnover {
    readonly inserts: number;
    readonly removed: number | null;
    /** Of the sampled keys that were added early in the watch, how many were still there at its end. */
    readonly survivors: {
        readonly alive: number;
        readonly sampled: number;
    } | null;
}
/** The answer about one collection. Only `grows` is a leak. */
export type Growth = {
    readonly kind: "grows";
    readonly gained: number;
    readonly perSecond: number;
} | {
    readonly kind: "filling";
    readonly limit: {
        readonly name: string;
        readonly value: number;
    };
} | {
    readonly kind: "healthy";
    readonly reason: HealthyReason;
};
export type HealthyReason = "too few looks" | "gained too little" | "shrank" | "stopped growing" | "slows down" | "grew in bursts" | "entries are removed again";
/**
 * Whether a collection only grows. The window is cut into five stretches; the lowest count of each must rise from
 * stretch to stretch, without slowing to a stop and without giving back what was gained: a batch that is flushed,
 * a pool that fills, a cache that reaches its cap and sessions that come and go all fail one of these. The lowest
 * count stands for a stretch because it leaves out entries in flight.
 */
export declare function judgeGrowth(points: readonly CountPoint[], turnover: Turnover | null, limit: {
    readonly name: string;
    readonly value: number;
} | null): Growth;
/**
 * The same question of three counts, which is all there are of a collection that takes a pause to count: it must rise
 * both times, and not slow to a stop.
 */
export declare function judgeRareCounts(points: readonly CountPoint[]): Growth;
/** The counts of several collections added up; the looks they have in common count. */
export declare function sumOfCounts(series: readonly (readonly CountPoint[])[]): CountPoint[];

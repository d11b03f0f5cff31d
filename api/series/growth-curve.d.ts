import type { Point } from "./point.ts";
import { type Regression } from "./regression.ts";
/** A floor of memory, as growth plus a daily cycle plus noise. */
export interface GrowthFit extends Regression {
    /** Growth slows down with this time constant; infinite for a straight line. */
    readonly settlingMs: number;
    /** What the growth comes to in the end; infinite for a straight line that rises. */
    readonly asymptote: number;
    /** Slope of the growth at the last point, per millisecond. */
    readonly slope: number;
    /** Growth over the whole series. */
    readonly rise: number;
    /** Where growth and cycle are at a time, also a later one; `strength` multiplies the growth (1: as fitted). */
    readonly at: (atMs: number, strength: number) => number;
}
/** Which daily cycle a fit allows for: none, or one made of sine waves of 24 h and 12 h. */
export type DailyCycle = "none" | "daily";
/**
 * Fits a + b·g(t) + cycle to the points, g being time itself or 1 − e^(−t/settling), which is how warm-up,
 * filling caches and pools come to rest. Null when there are too few points to determine it.
 */
export declare function fitGrowth(points: readonly Point[], settlingMs: number, cycle: DailyCycle): GrowthFit | null;
/** Fits a + cycle: what is left when there is no growth at all. */
export declare function fitCycle(points: readonly Point[], cycle: DailyCycle): Regression | null;

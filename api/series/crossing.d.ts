import type { GrowthFit } from "./growth-curve.ts";
/** When a limit is crossed, milliseconds from the last point: 10 %, 50 % and 90 % of the simulated futures have crossed it by then. */
export interface Crossing {
    readonly lowMs: number;
    readonly middleMs: number;
    readonly highMs: number;
}
/**
 * Simulates futures of a series and tells when they first cross a limit. Each future draws one of the plausible
 * curves, a rate within its error and a drift of its own, and at every step one of the residuals: a limit is crossed
 * by a peak, and an interval from the slope alone is far too narrow and too late. Null when fewer than half the
 * futures cross it within ninety days.
 */
export declare function crossingOf(curves: readonly GrowthFit[], lastMs: number, limit: number): Crossing | null;

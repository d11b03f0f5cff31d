import { type Point } from "./point.ts";
/** How fast something changes, per hour: the likely bounds and the best guess, `low <= middle <= high`. */
export interface Rate {
    readonly low: number;
    readonly middle: number;
    readonly high: number;
}
/**
 * The slope of a series per hour with its 90 % interval, or null when there are fewer than five points, or
 * they all have the same time.
 *
 * The middle is the median of the slopes between all pairs (Theil–Sen), which up to 29 % wild points cannot
 * move far. The bounds are the order statistics of those slopes that Sen (1968) gives from the variance of
 * Kendall's S. Neighbouring memory samples resemble each other, so each says less than a point of its own:
 * the variance is widened by (1 + r) / (1 − r), r being the correlation of neighbouring residuals. O(n²) in
 * the points, 400 at most.
 */
export declare function trendOf(points: readonly Point[]): Rate | null;

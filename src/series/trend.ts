import { inOrder, type Point } from "./point.ts";
import { median, quantile } from "./quantile.ts";

const HOUR_MS = 3_600_000;
const FEWEST_POINTS = 5;
/** 400 points make 79 800 pairs, about 15 ms; more points are first joined into 400 medians. */
const MOST_POINTS = 400;
/** Normal quantile for a 90 % interval. */
const Z90 = 1.645;

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
export function trendOf(points: readonly Point[]): Rate | null {
  const sorted = thin(inOrder(points));
  if (sorted.length < FEWEST_POINTS) return null;
  const slopes = pairSlopes(sorted);
  if (slopes.length === 0) return null;
  const middle = quantile(slopes, 0.5);
  const n = sorted.length;
  const variance = ((n * (n - 1) * (2 * n + 5)) / 18) * widening(sorted, middle);
  const reach = (Z90 * Math.sqrt(variance)) / 2 / slopes.length;
  return {
    low: quantile(slopes, Math.max(0, 0.5 - reach)) * HOUR_MS,
    middle: middle * HOUR_MS,
    high: quantile(slopes, Math.min(1, 0.5 + reach)) * HOUR_MS,
  };
}

/** Slopes between all pairs of points at different times, ascending, per millisecond. */
function pairSlopes(points: readonly Point[]): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (const [index, from] of points.entries()) {
    for (let other = index + 1; other < points.length; other++) {
      const to = points[other];
      if (to === undefined || to.atMs === from.atMs) continue;
      slopes[count++] = (to.value - from.value) / (to.atMs - from.atMs);
    }
  }
  return slopes.subarray(0, count).toSorted();
}

/** By how much the variance of a trend grows because neighbouring residuals are alike; 1 when they are not. */
function widening(points: readonly Point[], slope: number): number {
  const level = median(points.map(({ atMs, value }) => value - slope * atMs));
  const residuals = points.map(({ atMs, value }) => value - slope * atMs - level);
  let product = 0;
  let square = 0;
  for (const [index, residual] of residuals.entries()) {
    square += residual * residual;
    if (index > 0) product += residual * (residuals[index - 1] ?? 0);
  }
  if (square === 0) return 1;
  // A correlation near 1 would say that nothing at all is known; the few points of a window cannot tell
  // 0.9 from 0.99, and the order statistics end at the steepest pair anyway.
  const correlation = Math.min(0.9, Math.max(0, product / square));
  return (1 + correlation) / (1 - correlation);
}

/** At most `MOST_POINTS` points, each the median of a run of neighbours. */
function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_POINTS) return points;
  return Array.from({ length: MOST_POINTS }, (_, index) => {
    const run = points.slice(
      Math.floor((index * points.length) / MOST_POINTS),
      Math.floor(((index + 1) * points.length) / MOST_POINTS),
    );
    return { atMs: median(run.map((point) => point.atMs)), value: median(run.map((point) => point.value)) };
  });
}

import type { Point } from "./point.ts";
import { regress, type Regression } from "./regression.ts";

const DAY_MS = 86_400_000;

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
export function fitGrowth(points: readonly Point[], settlingMs: number, cycle: DailyCycle): GrowthFit | null {
  const startMs = points[0]?.atMs ?? 0;
  const spanMs = (points.at(-1)?.atMs ?? 0) - startMs;
  const curve = points.map(({ atMs }) => curveAt(atMs - startMs, spanMs, settlingMs));
  const fit = regress(
    [points.map(() => 1), curve, ...cycleColumns(points, cycle)],
    points.map(({ value }) => value),
  );
  if (fit === null) return null;
  const [level = 0, growth = 0, ...waves] = fit.coefficients;
  const straight = !Number.isFinite(settlingMs);
  return {
    ...fit,
    settlingMs,
    asymptote: straight ? growth * Number.POSITIVE_INFINITY : level + growth * ceilingOf(spanMs, settlingMs),
    slope: straight
      ? growth / spanMs
      : (growth * ceilingOf(spanMs, settlingMs) * Math.exp(-spanMs / settlingMs)) / settlingMs,
    rise: growth,
    at: (atMs, strength) =>
      level +
      growth * strength * curveAt(atMs - startMs, spanMs, settlingMs) +
      cycleColumns([{ atMs }], cycle).reduce((sum, [wave = 0], k) => sum + wave * (waves[k] ?? 0), 0),
  };
}

/** Fits a + cycle: what is left when there is no growth at all. */
export function fitCycle(points: readonly Point[], cycle: DailyCycle): Regression | null {
  return regress(
    [points.map(() => 1), ...cycleColumns(points, cycle)],
    points.map(({ value }) => value),
  );
}

/** The growth curve, scaled to reach 1 at the end of the series. */
function curveAt(elapsedMs: number, spanMs: number, settlingMs: number): number {
  if (!Number.isFinite(settlingMs)) return elapsedMs / spanMs;
  return -Math.expm1(-elapsedMs / settlingMs) * ceilingOf(spanMs, settlingMs);
}

/** How many times its value at the end of the series the curve reaches in the end. */
function ceilingOf(spanMs: number, settlingMs: number): number {
  return -1 / Math.expm1(-spanMs / settlingMs);
}

function cycleColumns(
  points: readonly Pick<Point, "atMs">[],
  cycle: DailyCycle,
): readonly (readonly number[])[] {
  if (cycle === "none") return [];
  return [1, 2].flatMap((harmonic) => {
    const angles = points.map(({ atMs }) => (2 * Math.PI * harmonic * (atMs % DAY_MS)) / DAY_MS);
    return [angles.map(Math.sin), angles.map(Math.cos)];
  });
}

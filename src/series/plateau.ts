import { fitGrowth, type DailyCycle, type GrowthFit } from "./growth-curve.ts";
import type { Point } from "./point.ts";

/** Time constants that are tried, as multiples of the length of the series; the last is a straight line. */
const SETTLINGS = [1 / 16, 1 / 8, 1 / 5, 0.3, 0.45, 0.7, 1, 1.5, 2.2, 3.3, 5, 8, Number.POSITIVE_INFINITY];
/** Likelihood ratio below which a curve is as good as the best one: 99 % of χ² with one degree of freedom. */
const AS_GOOD = 6.63;

/** The growth curves that a series may have been drawn by. */
export interface Curves {
  readonly best: GrowthFit;
  readonly line: GrowthFit;
  /** Every tried curve that the series does not rule out, the best among them. */
  readonly plausible: readonly GrowthFit[];
}

/** Fits growth that settles at various speeds, and growth that does not, and keeps those that fit about as well as the best. */
export function growthCurves(points: readonly Point[], cycle: DailyCycle): Curves | null {
  const spanMs = (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);
  const fits = SETTLINGS.flatMap((share) => fitGrowth(points, share * spanMs, cycle) ?? []);
  const line = fits.find(({ settlingMs }) => !Number.isFinite(settlingMs));
  if (line === undefined) return null;
  const best = fits.reduce((least, fit) => (fit.residualSum < least.residualSum ? fit : least));
  const plausible = fits.filter((fit) => likelihoodRatio(fit, best) < AS_GOOD);
  return { best, line, plausible };
}

/** Twice the log of how much likelier the series is under `better` than under `worse`, counting independent points only. */
export function likelihoodRatio(
  worse: Pick<GrowthFit, "residualSum">,
  better: Pick<GrowthFit, "residualSum" | "independent" | "residuals">,
): number {
  // A perfect fit of made-up numbers would make every other curve impossible.
  const least = Number.EPSILON * better.residuals.length;
  return better.independent * Math.log((worse.residualSum + least) / (better.residualSum + least));
}

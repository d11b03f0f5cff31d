import type { GrowthFit } from "./growth-curve.ts";
import { quantile } from "./quantile.ts";
import { normal, randomNumbers } from "./random.ts";

const DRAWS = 200;
const STEPS = 150;
const SEED = 20_249;
/** How far the rate of the past is off as a guess of the future: one standard deviation, as a factor. */
const RATE_DRIFT = 0.12;
const FARTHEST_MS = 90 * 86_400_000;

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
export function crossingOf(curves: readonly GrowthFit[], lastMs: number, limit: number): Crossing | null {
  const random = randomNumbers(SEED);
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const horizonMs = Math.min(
    FARTHEST_MS,
    4 * Math.max(...curves.map((curve) => straightTime(curve, lastMs, limit))),
  );
  if (!(horizonMs > 0)) return { lowMs: 0, middleMs: 0, highMs: 0 };
  const times: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const curve = pick(curves);
    if (curve === undefined) return null;
    const strength = strengthOf(curve, random);
    // Strength bends the curve from the last point on: what has been measured stays measured.
    const offset = curve.at(lastMs, 1) - curve.at(lastMs, strength);
    let time = Number.POSITIVE_INFINITY;
    for (let step = 1; step <= STEPS; step++) {
      // Steps get longer: near times matter to the minute, far ones to the day.
      const ahead = horizonMs * (step / STEPS) ** 2;
      if (curve.at(lastMs + ahead, strength) + offset + (pick(curve.residuals) ?? 0) < limit) continue;
      time = ahead;
      break;
    }
    times.push(time);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const middleMs = quantile(sorted, 0.5);
  if (!Number.isFinite(middleMs)) return null;
  const highMs = quantile(sorted, 0.9);
  return { lowMs: quantile(sorted, 0.1), middleMs, highMs: Number.isFinite(highMs) ? highMs : FARTHEST_MS };
}

function strengthOf({ errors, coefficients }: GrowthFit, random: () => number): number {
  const relative = (errors[1] ?? 0) / Math.abs(coefficients[1] ?? 1);
  return Math.max(0, 1 + relative * normal(random)) * Math.exp(RATE_DRIFT * normal(random));
}

/** How long until the limit if growth went on at its present slope. */
function straightTime(curve: GrowthFit, lastMs: number, limit: number): number {
  return curve.slope > 0 ? Math.max(0, limit - curve.at(lastMs, 1)) / curve.slope : FARTHEST_MS;
}

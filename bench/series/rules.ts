/** The rules that others ship, beside ours: each says at a moment whether it would alarm. */
import { outlookOf, type Outlook } from "../../src/series/outlook.ts";
import type { Sample } from "../../src/series/life.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Whether a rule alarms on what has been measured so far, the last sample being now. */
export type Rule = (samples: readonly Sample[], limit: number) => boolean;

/** Ours: a verdict of `leak`, which the outlook itself has looked at twice. */
export const ours = (samples: readonly Sample[], limit: number): Outlook => outlookOf(samples, { limit });

/** Prometheus' predict_linear: least squares over a window, alarm when the line crosses the limit within four days. */
export const predictLinear =
  (windowMs: number): Rule =>
  (samples, limit) => {
    const now = samples.at(-1)?.atMs ?? 0;
    const window = samples.filter(({ atMs }) => atMs > now - windowMs);
    if (window.length < 10) return false;
    const line = leastSquares(window);
    return line.valueAt(now + 96 * HOUR) > limit;
  };

/**
 * coroot's memory-leak rule: resident memory is cut at falls of more than half, the longest run is taken; at
 * least ten points that fill a third of the window; a rising least-squares line whose last quarter (fifteen minutes at
 * least) rises at 0.3 of the whole or more; at least 5 % of the limit an hour to be reported, 10 % an hour to alarm.
 */
export const coroot =
  (windowMs: number, alarmShare = 0.1): Rule =>
  (samples, limit) => {
    const now = samples.at(-1)?.atMs ?? 0;
    const run = longestRun(samples.filter(({ atMs }) => atMs > now - windowMs));
    const [first, last] = [run[0], run.at(-1)];
    if (run.length < 10 || first === undefined || last === undefined) return false;
    const spanMs = last.atMs - first.atMs;
    if (spanMs < windowMs / 3) return false;
    const slope = leastSquares(run).perMs;
    const tailFrom = last.atMs - Math.max(15 * MINUTE, spanMs / 4);
    const tail = leastSquares(run.filter(({ atMs }) => atMs >= tailFrom)).perMs;
    return slope > 0 && tail >= 0.3 * slope && slope * HOUR >= alarmShare * limit;
  };

function longestRun(samples: readonly Sample[]): readonly Sample[] {
  let best: readonly Sample[] = [];
  let from = 0;
  for (let index = 1; index <= samples.length; index++) {
    const fell = index < samples.length && samples[index]!.value < samples[index - 1]!.value / 2;
    if (index < samples.length && !fell) continue;
    if (index - from > best.length) best = samples.slice(from, index);
    from = index;
  }
  return best;
}

function leastSquares(samples: readonly Sample[]): { perMs: number; valueAt: (atMs: number) => number } {
  const count = samples.length;
  const meanAt = samples.reduce((sum, { atMs }) => sum + atMs, 0) / count;
  const mean = samples.reduce((sum, { value }) => sum + value, 0) / count;
  let product = 0;
  let square = 0;
  for (const { atMs, value } of samples) {
    product += (atMs - meanAt) * (value - mean);
    square += (atMs - meanAt) ** 2;
  }
  const perMs = square > 0 ? product / square : 0;
  return { perMs, valueAt: (atMs) => mean + perMs * (atMs - meanAt) };
}

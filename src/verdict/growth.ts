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
  readonly survivors: { readonly alive: number; readonly sampled: number } | null;
}

/** The answer about one collection. Only `grows` is a leak. */
export type Growth =
  | { readonly kind: "grows"; readonly gained: number; readonly perSecond: number }
  | { readonly kind: "filling"; readonly limit: { readonly name: string; readonly value: number } }
  | { readonly kind: "healthy"; readonly reason: HealthyReason };

export type HealthyReason =
  | "too few looks"
  | "gained too little"
  | "shrank"
  | "stopped growing"
  | "slows down"
  | "grew in bursts"
  | "entries are removed again";

const stretches = 5;
const fewestPoints = 6;
const fewestGained = 8;
const lastCounts = 3;
/** Share of the growth that may be lost again on the way: entries in flight come and go beside those that stay. */
const mostGivenBack = 0.5;
/** How fast the last stretches must grow, compared with the first, not to be levelling off. */
const leastLastRate = 0.35;

/**
 * Whether a collection only grows. The window is cut into five stretches; the lowest count of each must rise from
 * stretch to stretch, without slowing to a stop and without giving back what was gained: a batch that is flushed,
 * a pool that fills, a cache that reaches its cap and sessions that come and go all fail one of these. The lowest
 * count stands for a stretch because it leaves out entries in flight.
 */
export function judgeGrowth(
  points: readonly CountPoint[],
  turnover: Turnover | null,
  limit: { readonly name: string; readonly value: number } | null,
): Growth {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < fewestPoints)
    return healthy("too few looks");
  if (last.count - first.count < fewestGained) return healthy("gained too little");
  const lows = lowestPerStretch(points);
  if (lows.length < stretches) return healthy("too few looks");
  const gained = lows.at(-1)! - lows[0]!;
  const reason =
    objection(points, lows, gained) ??
    (turnover === null ? null : turnoverObjection(turnover, last.count - first.count));
  if (reason !== null) return healthy(reason);
  if (limit !== null && last.count < limit.value) return { kind: "filling", limit };
  const seconds = (last.atMs - first.atMs) / 1000;
  return { kind: "grows", gained: last.count - first.count, perSecond: (last.count - first.count) / seconds };
}

/**
 * The same question of three counts, which is all there are of a collection that takes a pause to count: it must rise
 * both times, and not slow to a stop.
 */
export function judgeRareCounts(points: readonly CountPoint[]): Growth {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 3) return healthy("too few looks");
  // It may have been counted often until it became too large.
  const halfway = (first.atMs + last.atMs) / 2;
  const middle = points.slice(1, -1).reduce((a, b) => (apart(b, halfway) < apart(a, halfway) ? b : a));
  const early = (middle.count - first.count) / (middle.atMs - first.atMs);
  const late = (last.count - middle.count) / (last.atMs - middle.atMs);
  const gained = last.count - first.count;
  if (early < 0 || late < 0) return healthy("shrank");
  if (gained < fewestGained) return healthy("gained too little");
  if (early === 0 || late < early * leastLastRate) return healthy("slows down");
  return { kind: "grows", gained, perSecond: gained / ((last.atMs - first.atMs) / 1000) };
}

function apart({ atMs }: CountPoint, time: number): number {
  return Math.abs(atMs - time);
}

function objection(
  points: readonly CountPoint[],
  lows: readonly number[],
  gained: number,
): HealthyReason | null {
  const steps = lows.slice(1).map((low, index) => low - lows[index]!);
  if (gained <= 0 || steps.some((step) => step < 0)) return "shrank";
  if (deepestFall(points) > gained * mostGivenBack) return "shrank";
  if (steps.at(-1)! <= 0) return "stopped growing";
  // The low of the last stretch is its beginning: what came after must go on as well. The highest of the last few
  // counts stands for the end, as entries in flight make a single one uncertain.
  const end = Math.max(...points.slice(-lastCounts).map(({ count }) => count));
  if (end - lows.at(-1)! < (gained / steps.length) * leastLastRate) return "stopped growing";
  if (hasFlatEnd(points)) return "stopped growing";
  if (steps.some((step) => step === 0)) return "grew in bursts";
  if (levelsOff(steps, end)) return "slows down";
  const [early, late] = [steps[0]! + steps[1]!, steps[2]! + steps[3]!];
  return late < early * leastLastRate ? "slows down" : null;
}

/** Growth that ends within so much of what there is already, and the last steps compared with the first, to be levelling off. */
const leastLeft = 0.6;
const mostLastSteps = 0.72;
/** Last steps as small as this need not be even. */
const half = 0.5;
/** How much less the last steps may shrink than the first. */
const easing = 1.08;

/**
 * Whether every step is smaller than the one before by the same part, so that they add up to no more than a fraction of what there is
 * already: what is kept for each of so many words, templates or users, most of which have come up by now. What gets slower by ever
 * less, as a program does that has more to do for each entry, has no end in sight.
 */
function levelsOff(steps: readonly number[], count: number): boolean {
  const [first, second, third, last] = [steps[0]!, steps[1]!, steps[2]!, steps[3]!];
  const ratio = (third + last) / (first + second);
  const even = first > second && second > third && third > last && last / second <= (third / first) * easing;
  if (ratio > (even ? mostLastSteps : half)) return false;
  const shrink = Math.sqrt(ratio);
  return (last * shrink) / (1 - shrink) < count * leastLeft;
}

/**
 * Whether the keys that were seen coming in have gone again, more than the growth lets expect: what is dropped
 * after a while does not leak, even while the collection still grows towards its level.
 */
function turnoverObjection({ inserts, survivors }: Turnover, gained: number): HealthyReason | null {
  if (survivors === null || inserts === 0) return null;
  const expected = survivors.sampled * Math.min(1, gained / inserts);
  return expected >= 4 && survivors.alive < expected * 0.25 ? "entries are removed again" : null;
}

/**
 * Whether the count has stood still at the end for longer than it ever did before: a cache that has just come to its
 * cap. Pauses between bursts were there before, and do not count.
 */
function hasFlatEnd(points: readonly CountPoint[]): boolean {
  let run = 0;
  let longest = 0;
  for (const [index, { count }] of points.entries()) {
    if (index > 0 && count === points[index - 1]!.count) run++;
    else {
      longest = Math.max(longest, run);
      run = 0;
    }
  }
  return run >= lastCounts && run > longest * 2;
}

function lowestPerStretch(points: readonly CountPoint[]): number[] {
  const start = points[0]!.atMs;
  const span = points.at(-1)!.atMs - start;
  const lows: number[] = [];
  for (const { atMs, count } of points) {
    const stretch = Math.min(stretches - 1, Math.floor(((atMs - start) / span) * stretches));
    lows[stretch] = Math.min(lows[stretch] ?? Infinity, count);
  }
  return lows.filter((low) => low !== undefined);
}

/** The deepest fall from a peak to a later low. */
function deepestFall(points: readonly CountPoint[]): number {
  let peak = -Infinity;
  let fall = 0;
  for (const { count } of points) {
    peak = Math.max(peak, count);
    fall = Math.max(fall, peak - count);
  }
  return fall;
}

function healthy(reason: HealthyReason): Growth {
  return { kind: "healthy", reason };
}

/** The counts of several collections added up; the looks they have in common count. */
export function sumOfCounts(series: readonly (readonly CountPoint[])[]): CountPoint[] {
  if (series.length === 1) return [...series[0]!];
  const sums = new Map<number, { count: number; seen: number }>();
  for (const points of series)
    for (const { atMs, count } of points) {
      const sum = sums.get(atMs) ?? { count: 0, seen: 0 };
      sums.set(atMs, { count: sum.count + count, seen: sum.seen + 1 });
    }
  return [...sums]
    .filter(([, { seen }]) => seen === series.length)
    .map(([atMs, { count }]) => ({ atMs, count }))
    .sort((a, b) => a.atMs - b.atMs);
}

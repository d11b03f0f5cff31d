import { crossingOf, type Crossing } from "./crossing.ts";
import { floorOf } from "./floor.ts";
import { fitCycle } from "./growth-curve.ts";
import { livesOf, type Life, type Sample } from "./life.ts";
import { growthCurves, likelihoodRatio, type Curves } from "./plateau.ts";
import type { Point } from "./point.ts";
import { studentQuantile } from "./significance.ts";
import { trendOf, type Rate } from "./trend.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The youngest life that is judged, and the fewest blocks its floor must have. */
const YOUNGEST_MS = 10 * MINUTE_MS;
const FEWEST_BLOCKS = 12;
const BLOCKS = 48;
const FEWEST_POINTS = 2 * FEWEST_BLOCKS;
/** What is left out at the start of a life, as warm-up: this share of it, but no more than that. */
const WARM_UP_SHARE = 0.25;
const WARM_UP_MOST_MS = 6 * HOUR_MS;
const LONGEST_MS = 7 * 24 * HOUR_MS;
/** From this length on a daily cycle shows itself, and is fitted. */
const DAILY_FROM_MS = 36 * HOUR_MS;
/** Growth must be this many standard errors from nothing: a series is judged again and again. */
const SURE_DEVIATIONS = 4;
/** Growth of less than this share of the memory in use is left alone. */
const LEAST_RISE = 0.05;
/** How much better than a daily cycle alone a rise has to explain a series shorter than two days. */
const RULES_OUT_CYCLE = 10;
/** An end of life with this share of the limit in use counts as having run into it. */
const NEAR_LIMIT = 0.7;
const SIMILAR = 2.5;
/** The end of the series that is left off to see whether the verdict stood before, as a share. */
const SECOND_LOOK = 1 / 16;

/**
 * What a memory series says: `leak` rises and nothing says it will stop before the limit; `suspect` rises, but a
 * daily cycle or a plateau may yet explain it; `settling` rises ever more slowly towards a level below the limit;
 * `steady` does not rise; `too early` is too short to say.
 */
export type Verdict = "leak" | "suspect" | "settling" | "steady" | "too early";

/** The judgement of a memory series, of its last life. */
export interface Outlook {
  readonly verdict: Verdict;
  readonly life: Life | null;
  /** Growth of the floor in bytes per hour, with its 90 % interval; null when it is too early. */
  readonly perHour: Rate | null;
  /** When the limit is reached; only of a leak or a suspect, and only when there is a limit. */
  readonly runsOut: Crossing | null;
  /** Earlier lives that grew as fast and ended near the limit: the sawtooth. */
  readonly earlierLives: number;
  /** After how long another look can say more; null where more time changes nothing. */
  readonly lookAgainMs: number | null;
}

/** How a series is judged. */
export interface OutlookOptions {
  /** Bytes at which the process dies; null when it is not known. */
  readonly limit: number | null;
}

/**
 * Judges whether memory grows for ever: the floor of the last life after its warm-up is fitted as growth plus a
 * daily cycle, with errors widened for autocorrelation; growth has to be sure, still going on, not explained by a
 * daily cycle alone, and no curve that settles below the limit may fit as well. Earlier lives that grew alike
 * and ended near the limit stand in for the second day. About 2 ms for 10 000 points.
 */
export function outlookOf(samples: readonly Sample[], { limit }: OutlookOptions): Outlook {
  const lives = livesOf(samples);
  const life = lives.at(-1) ?? null;
  if (life === null) return tooEarly(null, YOUNGEST_MS);
  const floor = judgedFloor(life);
  if (floor.length < FEWEST_BLOCKS) return tooEarly(life, missingTime(life));
  const perHour = trendOf(floor);
  const earlierLives = similarLives(lives.slice(0, -1), perHour, limit);
  const now = judge(floor, limit, earlierLives > 0);
  const before = now.verdict === "leak" ? judge(withoutEnd(floor), limit, earlierLives > 0) : now;
  const verdict = before.verdict === "leak" || now.verdict !== "leak" ? now.verdict : "suspect";
  const rising = verdict === "leak" || verdict === "suspect";
  const spanMs = spanOf(floor);
  return {
    verdict,
    life,
    perHour,
    runsOut:
      rising && limit !== null && now.curves !== null
        ? crossingOf(now.curves.plausible, floor.at(-1)?.atMs ?? 0, limit)
        : null,
    earlierLives,
    lookAgainMs:
      verdict === "suspect" ? Math.max(spanMs / 4, Math.min(spanMs, DAILY_FROM_MS - spanMs)) : null,
  };
}

interface Judged {
  readonly verdict: Verdict;
  readonly curves: Curves | null;
}

function judge(floor: readonly Point[], limit: number | null, seenBefore: boolean): Judged {
  const daily = spanOf(floor) >= DAILY_FROM_MS;
  const curves = growthCurves(floor, daily ? "daily" : "none");
  if (curves === null || !isSureRise(curves, floor)) return { verdict: "steady", curves };
  const settles = curves.plausible.filter((curve) => curve.asymptote < (limit ?? farthest(floor)));
  if (settles.length === curves.plausible.length) return { verdict: "settling", curves };
  // An earlier life shows how this one goes on: neither a plateau nor a cycle stopped it.
  if (seenBefore) return { verdict: "leak", curves };
  const mayEnd =
    settles.length > 0 || (!daily && !isUrgent(curves, floor, limit) && mayBeCycle(curves, floor));
  return { verdict: mayEnd ? "suspect" : "leak", curves };
}

/** Growth that is not chance, not small, and still going on at the end. */
function isSureRise({ line, best }: Curves, floor: readonly Point[]): boolean {
  const freedom = Math.max(1, line.independent - line.coefficients.length);
  const level = floor.at(-1)?.value ?? 0;
  const isSure = line.rise > studentQuantile(SURE_DEVIATIONS, freedom) * (line.errors[1] ?? 0);
  return isSure && line.rise > LEAST_RISE * level && best.slope * spanOf(floor) > 0.2 * best.rise;
}

/** Without a limit a curve counts as settling when it comes to rest within another length of the series. */
function farthest(floor: readonly Point[]): number {
  const [first, last] = [floor[0]?.value ?? 0, floor.at(-1)?.value ?? 0];
  return last + 2 * Math.max(0, last - first);
}

/** A flank of a daily cycle that goes up looks like a leak until it has turned. */
function mayBeCycle({ best }: Curves, floor: readonly Point[]): boolean {
  const cycle = fitCycle(floor, "daily");
  return cycle !== null && likelihoodRatio(cycle, best) < RULES_OUT_CYCLE;
}

/** Memory has grown by half and runs out before a second day could be seen. */
function isUrgent({ line }: Curves, floor: readonly Point[], limit: number | null): boolean {
  if (limit === null) return false;
  const level = floor.at(-1)?.value ?? 0;
  const left = (limit - level) / line.slope;
  return line.rise > 0.5 * (level - line.rise) && left < 12 * HOUR_MS && left < 3 * spanOf(floor);
}

/** The floor of a life after its warm-up, of its last seven days. */
function judgedFloor({ startMs, endMs, points }: Life): readonly Point[] {
  const ageMs = endMs - startMs;
  if (ageMs < YOUNGEST_MS) return [];
  const fromMs = Math.max(startMs + Math.min(ageMs * WARM_UP_SHARE, WARM_UP_MOST_MS), endMs - LONGEST_MS);
  const judged = points.filter(({ atMs }) => atMs >= fromMs);
  return judged.length < FEWEST_POINTS
    ? []
    : floorOf(judged, { blocks: Math.min(BLOCKS, judged.length >> 1) });
}

function similarLives(lives: readonly Life[], perHour: Rate | null, limit: number | null): number {
  if (perHour === null || limit === null || !(perHour.middle > 0)) return 0;
  return lives.filter((life) => {
    const floor = judgedFloor(life);
    const rate = trendOf(floor)?.middle ?? 0;
    const alike = rate * SIMILAR > perHour.middle && perHour.middle * SIMILAR > rate;
    return alike && (floor.at(-1)?.value ?? 0) > NEAR_LIMIT * limit;
  }).length;
}

function withoutEnd(floor: readonly Point[]): readonly Point[] {
  return floor.slice(0, Math.ceil(floor.length * (1 - SECOND_LOOK)));
}

function spanOf(floor: readonly Point[]): number {
  return (floor.at(-1)?.atMs ?? 0) - (floor[0]?.atMs ?? 0);
}

function tooEarly(life: Life | null, lookAgainMs: number): Outlook {
  return { verdict: "too early", life, perHour: null, runsOut: null, earlierLives: 0, lookAgainMs };
}

/** Until the life is old enough and, at the pace it is measured, has enough points. */
function missingTime({ startMs, endMs, points }: Life): number {
  const perPoint = (endMs - startMs) / Math.max(1, points.length);
  const forPoints = (FEWEST_POINTS / (1 - WARM_UP_SHARE) - points.length) * perPoint;
  return Math.max(MINUTE_MS, YOUNGEST_MS - (endMs - startMs), forPoints);
}

import type { MemoryRecord } from "./memory-lines.ts";

/** What memory may grow to, bytes; null without a limit. */
export interface MemoryLimits {
  readonly heapBytes: number | null;
  readonly containerBytes: number | null;
}

/** How far back is looked: the shortest stretch that shows a leak is the first to tell. */
const stretchesMs = [4000, 6000, 8000, 16_000, 32_000, 64_000, 128_000];
/** So short a stretch is believed only of a heap that is half full already: a program that is being loaded grows as well. */
const shortestMs = 6000;
/** A rise says no more of the future than so many times its own length. */
const foresight = 8;
const leastGrowth = 16 * 2 ** 20;
const leastShare = 1 / 8;
const quarters = 4;
/** More of the growth than this in one quarter is a step, as of a program that has loaded something. */
const mostOfOneStep = 2 / 3;
/** With less than this in the last quarter it has come to an end. */
const leastOfLastStep = 1 / 8;

type Value = (record: MemoryRecord) => number | null;

const inUse: Value = ({ heapUsed }) => heapUsed;
const afterGc: Value = ({ heapAfterGc }) => heapAfterGc;

/**
 * How soon live memory would fill what is left below a limit if it went on as in the last seconds, milliseconds; null when
 * it does not rise, or so slowly that nothing can be said. What is live is seen in the lows of the heap in use, and in what
 * full collections leave. Records are in order of time.
 */
export function timeLeftMs(
  records: readonly MemoryRecord[],
  { heapBytes, containerBytes }: MemoryLimits,
): number | null {
  const { heapUsed = null, external = null, containerUsed = null } = records.at(-1) ?? {};
  const live = heapUsed === null ? null : heapUsed + (external ?? 0);
  const beside = containerUsed === null || live === null ? null : Math.max(0, containerUsed - live);
  const times = [inUse, afterGc].flatMap((value) => [
    timeTo(heapBytes, 0, records, value),
    timeTo(containerBytes, beside, records, withBuffers(value)),
  ]);
  const least = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(least) ? least : null;
}

function withBuffers(value: Value): Value {
  return (record) => {
    const bytes = value(record);
    return bytes === null || record.external === null ? null : bytes + record.external;
  };
}

/** `beside` is what else counts for the limit, besides the values. */
function timeTo(
  limit: number | null,
  beside: number | null,
  records: readonly MemoryRecord[],
  value: Value,
): number | null {
  const nowMs = records.at(-1)?.atMs;
  if (limit === null || beside === null || nowMs === undefined) return null;
  for (const stretchMs of stretchesMs) {
    const fromMs = nowMs - stretchMs;
    if (records[0]!.atMs > fromMs) return null;
    const lows = lowsOf(records, value, nowMs, stretchMs);
    const growth = steadyGrowth(lows);
    const low = lows.at(-1)!;
    const left = limit - beside - low;
    if (growth < Math.min(leastGrowth, limit * leastShare)) continue;
    if (stretchMs < shortestMs && left > limit / 2) continue;
    const leftMs = (Math.max(0, left) / growth) * (stretchMs * (1 - 1 / quarters));
    if (leftMs < stretchMs * foresight && low > highest(records, value, fromMs)) return leftMs;
  }
  return null;
}

/** Of what came before: what a heap held already, and let go, it may hold again for being full of garbage. */
function highest(records: readonly MemoryRecord[], value: Value, untilMs: number): number {
  let most = 0;
  for (const record of records) {
    if (record.atMs > untilMs) break;
    most = Math.max(most, value(record) ?? 0);
  }
  return most;
}

/** From the first to the last of them, where it goes on to the end, is not for one alone, and none is below the one before; else 0. */
function steadyGrowth(lows: readonly number[]): number {
  const growth = lows.at(-1)! - lows[0]!;
  const steps = lows.slice(1).map((low, index) => low - lows[index]!);
  const isSteady =
    Number.isFinite(growth) &&
    steps.every((step) => step >= 0 && step <= growth * mostOfOneStep) &&
    steps.at(-1)! >= growth * leastOfLastStep;
  return isSteady ? growth : 0;
}

/** The lowest value of each quarter, oldest first; infinite where a quarter has none. */
function lowsOf(records: readonly MemoryRecord[], value: Value, nowMs: number, stretchMs: number): number[] {
  const lows = Array.from({ length: quarters }, () => Number.POSITIVE_INFINITY);
  for (let index = records.length - 1; index >= 0; index--) {
    const record = records[index]!;
    const age = nowMs - record.atMs;
    if (age >= stretchMs) break;
    const quarter = quarters - 1 - Math.floor((age / stretchMs) * quarters);
    lows[quarter] = Math.min(lows[quarter]!, value(record) ?? Number.POSITIVE_INFINITY);
  }
  return lows;
}

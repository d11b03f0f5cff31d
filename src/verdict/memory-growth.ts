import { trendOf } from "#series";
import type { MemoryPoint, Range } from "./finding.ts";

const fewestForTrend = 5;
/** With a handful of collections the slope is uncertain by about so much either way. */
const uncertainty = 0.4;

/**
 * How fast live memory grows, bytes per hour, from the heap sizes right after full collections and from external
 * memory at the same times. Null when fewer than two full collections fell into the window: what the heap does
 * between them says nothing, for it climbs in every program.
 */
export function liveGrowth(points: readonly MemoryPoint[]): Range | null {
  const after: { atMs: number; value: number }[] = [];
  let last: number | null = null;
  for (const { atMs, heapAfterGc, external } of points) {
    if (heapAfterGc === null || heapAfterGc === last) continue;
    last = heapAfterGc;
    after.push({ atMs, value: heapAfterGc + external });
  }
  const [first] = after;
  const end = after.at(-1);
  if (first === undefined || end === undefined || end === first) return null;
  if (after.length >= fewestForTrend) return trendOf(after);
  const [start, stop] = [points[0]!.atMs, points.at(-1)!.atMs];
  const span = stop - start;
  // What a program takes to warm up is over by then: two values of the first half say nothing of the second.
  if (end.atMs - first.atMs < span / 3 || end.atMs - start < span / 2) return null;
  const middle = ((end.value - first.value) / (end.atMs - first.atMs)) * 3_600_000;
  const reach = Math.abs(middle) * uncertainty;
  return { low: middle - reach, middle, high: middle + reach };
}

const noteworthyRise = 5 * 1024 * 1024;
const noteworthyShare = 0.15;

/**
 * How much the heap and external memory rose in a window without full collections enough to tell garbage from what stays,
 * in bytes; 0 when there were, or the rise is small. Low values of the first and last fifth are compared, so that
 * a young-generation tooth does not count; where there was one full collection, what it left is what to compare with.
 */
export function untoldRise(points: readonly MemoryPoint[]): number {
  const fifth = Math.floor(points.length / 5);
  if (fifth === 0 || liveGrowth(points) !== null) return 0;
  const used = points.map(({ heapUsed, external }) => heapUsed + external);
  const collected = points.find(({ heapAfterGc }) => heapAfterGc !== null);
  const start = collected ? collected.heapAfterGc! + collected.external : Math.min(...used.slice(0, fifth));
  const rise = Math.min(...used.slice(-fifth)) - start;
  return rise > Math.max(noteworthyRise, start * noteworthyShare) ? rise : 0;
}

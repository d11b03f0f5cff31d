import { inOrder, type Point } from "./point.ts";
import { median } from "./quantile.ts";

/** A measurement of a process of which it may be known when it started. */
export interface Sample extends Point {
  /** When the process that was measured started, on the clock of `atMs`; left out when that is not known. */
  readonly startedAtMs?: number;
}

/** The time of one process from its start to its end, or to the last that is known of it. */
export interface Life {
  readonly startMs: number;
  readonly endMs: number;
  /** At least one, in order of time. */
  readonly points: readonly Point[];
}

/** How many points before and after a fall are compared. */
const BESIDE = 5;
/** Two starts this close together are one, told by two clocks. */
const SAME_START_MS = 2_000;

/**
 * Cuts a series into the lives of the processes it was measured on: where the start of the process changes, or
 * if starts are not known, where a value falls by more than half and stays down, which no garbage collector
 * does that has left the floor of the points before standing.
 */
export function livesOf(samples: readonly Sample[]): readonly Life[] {
  const sorted = inOrder(samples) as readonly Sample[];
  const lives: Life[] = [];
  let from = 0;
  for (let index = 1; index <= sorted.length; index++) {
    if (index < sorted.length && !isRestart(sorted, from, index)) continue;
    const points = sorted.slice(from, index);
    const [first, last] = [points[0], points.at(-1)];
    if (first !== undefined && last !== undefined) {
      lives.push({
        startMs: Math.min(first.startedAtMs ?? first.atMs, first.atMs),
        endMs: last.atMs,
        points,
      });
    }
    from = index;
  }
  return lives;
}

function isRestart(samples: readonly Sample[], from: number, index: number): boolean {
  const [before, after] = [samples[index - 1], samples[index]];
  if (before === undefined || after === undefined) return false;
  if (before.startedAtMs !== undefined && after.startedAtMs !== undefined) {
    return Math.abs(after.startedAtMs - before.startedAtMs) > SAME_START_MS;
  }
  const earlier = samples.slice(Math.max(from, index - BESIDE), index).map(({ value }) => value);
  const later = samples.slice(index, index + BESIDE).map(({ value }) => value);
  return after.value < before.value && median(later) < Math.min(...earlier) / 2;
}

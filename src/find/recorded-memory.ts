import type { LifeRecord, MemoryRecord } from "#recorder";
import { floorOf, trendOf } from "#series";
import { liveGrowth, type MemoryLimit, type MemoryPoint, type Range } from "#verdict";

/** A life's memory as points since its start; where the main thread did not answer there is none. */
export function pointsOf({ memory, startedAtMs }: LifeRecord): MemoryPoint[] {
  return memory.flatMap((record) => {
    const { heapUsed, external, arrayBuffers, rss, heapAfterGc } = record;
    if (heapUsed === null) return [];
    const atMs = Math.max(0, record.atMs - startedAtMs);
    return [{ atMs, heapUsed, external: external ?? 0, arrayBuffers: arrayBuffers ?? 0, rss, heapAfterGc }];
  });
}

/**
 * Growth of live memory, bytes per hour: from the heap after collections where they were seen, else from the low values
 * of heap and external memory. Null when there is too little to say.
 */
export function growthOf(points: readonly MemoryPoint[]): Range | null {
  const used = points.map(({ atMs, heapUsed, external }) => ({ atMs, value: heapUsed + external }));
  return liveGrowth(points) ?? trendOf(floorOf(used));
}

/** The limits a life had, and what was in use of each at its end. */
export function limitsOf({ facts, memory }: LifeRecord): MemoryLimit[] {
  if (facts === null) return [];
  const limits: MemoryLimit[] = [];
  const last = (pick: (record: MemoryRecord) => number | null): number =>
    memory.map(pick).findLast((value) => value !== null) ?? 0;
  const { heapLimitBytes, containerLimitBytes } = facts;
  if (heapLimitBytes !== null)
    limits.push({ kind: "heap limit", bytes: heapLimitBytes, usedBytes: last(({ heapUsed }) => heapUsed) });
  if (containerLimitBytes !== null)
    limits.push({
      kind: "container limit",
      bytes: containerLimitBytes,
      usedBytes: last(({ containerUsed }) => containerUsed),
    });
  return limits;
}

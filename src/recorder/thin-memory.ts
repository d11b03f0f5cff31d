import type { MemoryRecord } from "./memory-lines.ts";

/** Records younger than this stay as they are. */
const recentMs = 120_000;
/** Older ones are kept this much of their age apart. */
const resolution = 1 / 150;

/**
 * The series with its older part thinned: of each stretch as long as a 150th of its age the record with the least live
 * memory stays, for what lies above it is garbage; the first and the last two minutes stay whole. About 150 times
 * ln(age / 2 min) records, 1 500 for a month. In order of time, as the input has to be.
 */
export function thinMemory(records: readonly MemoryRecord[], nowMs: number): MemoryRecord[] {
  const kept: MemoryRecord[] = [];
  let stretch: number | null = null;
  for (const record of records) {
    const of = stretchOf(nowMs - record.atMs);
    const last = kept.at(-1);
    if (of === null || of !== stretch || last === undefined || kept.length === 1) kept.push(record);
    else if (live(record) < live(last)) kept[kept.length - 1] = record;
    stretch = of;
  }
  return kept;
}

/** Stretches of equal width in the logarithm of age; null for what is recent. */
function stretchOf(ageMs: number): number | null {
  return ageMs < recentMs ? null : Math.floor(Math.log(ageMs / recentMs) / resolution);
}

/** What a container's limit is about when the main thread does not answer is not comparable: such a record never wins. */
function live({ heapUsed, external, heapAfterGc }: MemoryRecord): number {
  if (heapUsed === null) return Number.POSITIVE_INFINITY;
  return Math.min(heapUsed, heapAfterGc ?? heapUsed) + (external ?? 0);
}

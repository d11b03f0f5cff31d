import type { MemoryRecord } from "./memory-lines.ts";

/** The stretch whose lowest value stands for what is live: long enough for a collection to fall into it. */
const stretchMs = 60_000;
const leastGrowth = 16 * 2 ** 20;
const leastShare = 0.15;

/**
 * Whether live memory has grown so much since a moment that it is worth asking what grows: the low of the last minute
 * against the low of the minute after `sinceMs`. False while there are not two minutes to compare.
 */
export function hasGrown(records: readonly MemoryRecord[], sinceMs: number): boolean {
  const nowMs = records.at(-1)?.atMs ?? 0;
  if (nowMs - sinceMs < 2 * stretchMs) return false;
  const before = low(records, sinceMs, sinceMs + stretchMs);
  const now = low(records, nowMs - stretchMs, nowMs);
  if (before === null || now === null) return false;
  return now - before >= Math.max(leastGrowth, before * leastShare);
}

function low(records: readonly MemoryRecord[], fromMs: number, toMs: number): number | null {
  let least: number | null = null;
  for (const { atMs, heapUsed, external } of records) {
    if (atMs < fromMs || atMs > toMs || heapUsed === null) continue;
    const live = heapUsed + (external ?? 0);
    if (least === null || live < least) least = live;
  }
  return least;
}

/** A rate is taken over at least the first, unless the collection is younger, and at most twice the second. */
const shortestMs = 1000;
const windowMs = 60_000;

/** How fast a collection grows, from its sizes at the times somebody asked: over the last minute or two. */
export class FillRate {
  #older: { readonly atMs: number; readonly size: number };
  #newer: { readonly atMs: number; readonly size: number };

  constructor(atMs: number, size: number) {
    this.#older = this.#newer = { atMs, size };
  }

  /** Entries gained a second since an earlier time. */
  perSecond(nowMs: number, size: number): number {
    if (nowMs - this.#newer.atMs >= windowMs) {
      this.#older = this.#newer;
      this.#newer = { atMs: nowMs, size };
    }
    const elapsedMs = nowMs - this.#older.atMs;
    return ((size - this.#older.size) * 1000) / Math.max(elapsedMs, shortestMs);
  }
}

/** Milliseconds until `size` comes to `max`; 0 when it is there, null when it does not get there. */
export function timeUntilFull(size: number, max: number | null, perSecond: number): number | null {
  if (max === null) return null;
  if (size >= max) return 0;
  return perSecond <= 0 ? null : Math.round(((max - size) / perSecond) * 1000);
}

import type { EntryTable, Slot } from "./entry-table.ts";
import { household } from "./household.ts";
import type { Lifetimes } from "./lifetimes.ts";
import type { Sweepable } from "./pulse.ts";

const { pulse } = household;

/** So many entries are looked at between two looks at the clock. */
const slotsPerLook = 4096;
const longestMs = 1;
/** A sweep comes so long after an entry's time is over, at the earliest and at the latest. */
const delayMs = { least: 1000, most: 30_000, shareOfLimit: 1 / 8 };

/**
 * Finds the entries whose time is over by looking at all, in turns of about a millisecond: a million take one or two.
 * No entry has a timer or a place in a queue, so a lifetime costs nothing but the time it is kept in.
 */
export class ExpirySweep implements Sweepable {
  readonly #table: EntryTable<unknown, unknown>;
  readonly #lifetimes: Lifetimes;
  readonly #expire: (slot: Slot) => void;
  readonly #afterTurn: () => void;
  readonly #reference: WeakRef<Sweepable> = new WeakRef(this);
  #cursor: Slot = 1;
  #nextExpiryMs = Infinity;
  /** When the pulse will come; Infinity when it was not asked. */
  #comesAtMs = Infinity;
  #wholeRoundAtMs = -1;
  #spared: Slot = 0;

  constructor(
    table: EntryTable<unknown, unknown>,
    lifetimes: Lifetimes,
    expire: (slot: Slot) => void,
    afterTurn: () => void,
  ) {
    this.#table = table;
    this.#lifetimes = lifetimes;
    this.#expire = expire;
    this.#afterTurn = afterTurn;
  }

  /** Sees to it that an entry is found when its time is over in so many milliseconds. */
  comeAfter(nowMs: number, limitMs: number): void {
    const atMs = nowMs + limitMs + this.#delayMs();
    if (atMs >= this.#comesAtMs) return;
    this.#comesAtMs = atMs;
    pulse.sweepAt(this.#reference, atMs);
  }

  /** The slots were renumbered: begins anew. */
  restart(): void {
    this.#cursor = 1;
  }

  sweep(nowMs: number): number {
    const end = performance.now() + longestMs;
    let done = false;
    try {
      do done = this.#some(nowMs);
      while (!done && performance.now() < end);
      if (!done) return nowMs;
      const next = this.#nextExpiryMs;
      this.#begin();
      this.#comesAtMs = next < Infinity ? Math.max(next, nowMs) + this.#delayMs() : Infinity;
      return this.#comesAtMs;
    } finally {
      this.#afterTurn();
    }
  }

  /** Looks at all entries at once but one, unless that was done within the last 20 ms. */
  wholeRound(nowMs: number, spared: Slot): void {
    if (nowMs === this.#wholeRoundAtMs) return;
    this.#wholeRoundAtMs = nowMs;
    this.#begin();
    this.#spared = spared;
    while (!this.#some(nowMs));
    this.#spared = 0;
    this.#begin();
  }

  #begin(): void {
    this.#cursor = 1;
    this.#nextExpiryMs = Infinity;
  }

  /** Looks at some entries; whether those were the last. */
  #some(nowMs: number): boolean {
    const table = this.#table;
    const tick = this.#lifetimes.tick(nowMs);
    const end = Math.min(table.top, this.#cursor + slotsPerLook);
    for (; this.#cursor < end; this.#cursor++) {
      const slot = this.#cursor;
      if (slot === this.#spared || table.isFree(slot)) continue;
      const leftMs = this.#lifetimes.leftMs(slot, tick);
      if (leftMs < 0) this.#expire(slot);
      else this.#nextExpiryMs = Math.min(this.#nextExpiryMs, nowMs + leftMs);
    }
    return this.#cursor >= table.top;
  }

  #delayMs(): number {
    const { least, most, shareOfLimit } = delayMs;
    return Math.min(most, Math.max(least, this.#lifetimes.shortestMs * shareOfLimit));
  }
}

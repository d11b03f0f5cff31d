/** How full a heap is and how fast it fills, and whether that calls for a last profile. */
export interface NearLimitState {
  /** A profile has to be taken now. */
  readonly due: boolean;
  /** Reading memory has to be done at the fast pace. */
  readonly watchClosely: boolean;
}

/** Fill levels of the limit from which a profile is taken at all, and from which it is taken whatever the rate. */
const earliestLevel = 0.4;
const firstLevel = 0.7;
/** After a profile at one level the next is due when this share of what was left is filled. */
const shareOfRest = 0.3;
/** With less than this left at the present rate, and ten times what a profile takes, it is time. */
const leastLeftMs = 4000;
const costsLeft = 10;
/** Live heap below this share of the limit after a profile: it was garbage that filled the heap. */
const falseAlarmLevel = 0.5;
/** A false alarm costs a collection; the next may come only after so many times its cost, and at least so long. */
const costsBetweenFalseAlarms = 200;
const leastBetweenFalseAlarmsMs = 10_000;

/**
 * Decides when the last profiles before a heap limit are taken: soon enough that one is done before the crash, again at
 * rising levels as the rest fills up, and not for a heap that is only full of garbage. Pure; fed with every reading.
 */
export class NearLimit {
  readonly #limit: number;
  #level = firstLevel;
  #quietUntilMs = Number.NEGATIVE_INFINITY;
  #costMs = 200;
  #falseAlarms = 0;
  #before: { readonly atMs: number; readonly used: number } | null = null;
  #rate = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** A reading of the heap in use. */
  read(atMs: number, used: number): NearLimitState {
    this.#follow(atMs, used);
    const fill = used / this.#limit;
    const leftMs = this.#rate > 0 ? (this.#limit - used) / this.#rate : Number.POSITIVE_INFINITY;
    const pressing = leftMs < Math.max(leastLeftMs, this.#costMs * costsLeft);
    const due =
      atMs >= this.#quietUntilMs &&
      (fill >= this.#level || (pressing && fill >= Math.max(earliestLevel, this.#level - 0.3)));
    return { due, watchClosely: pressing || fill > this.#level - 0.1 };
  }

  /** A profile was taken; `liveBytes` is the heap in use right after it. */
  taken(atMs: number, costMs: number, liveBytes: number): void {
    this.#costMs = Math.max(costMs, this.#costMs / 2);
    const fill = Math.min(1, liveBytes / this.#limit);
    this.#before = { atMs, used: liveBytes };
    if (fill < falseAlarmLevel) {
      this.#falseAlarms++;
      this.#level = firstLevel;
      const pause = Math.max(leastBetweenFalseAlarmsMs, costMs * costsBetweenFalseAlarms);
      this.#quietUntilMs = atMs + pause * Math.min(8, this.#falseAlarms);
      return;
    }
    this.#falseAlarms = 0;
    this.#level = Math.max(firstLevel, fill + (1 - fill) * shareOfRest);
    this.#quietUntilMs = atMs + costMs * 2;
  }

  /** Follows how fast the heap fills, bytes per millisecond: rises at once, falls slowly, so that a collection does not calm it. */
  #follow(atMs: number, used: number): void {
    const before = this.#before;
    this.#before = { atMs, used };
    if (before === null || atMs <= before.atMs) return;
    const rate = (used - before.used) / (atMs - before.atMs);
    this.#rate = rate > this.#rate ? (this.#rate + rate) / 2 : this.#rate * 0.95;
  }
}

/** How full a heap is and how fast it fills, and whether that calls for a last profile. */
export interface NearLimitState {
  /** A profile has to be taken now. */
  readonly due: boolean;
  /** Reading memory has to be done at the fast pace. */
  readonly watchClosely: boolean;
}

/** Fill of the limit from which a profile is taken when time presses, and from which it is taken whatever the rate. */
const earliestLevel = 0.4;
const surestLevel = 0.7;
/** After a profile the next is due when this share of what was left is filled. */
const shareOfRest = 0.3;
/** Node may grant more than the limit, and the heap hover at it: then only what really grows further counts. */
const leastRise = 0.03;
const leastBetweenMs = 250;
/** Time presses with less than this left at the present rate, or ten times what a profile takes. */
const leastLeftMs = 4000;
const costsLeft = 10;
/** A heap that could reach the limit in this time is read often once it is near the next level. */
const watchedLeftMs = 20_000;
/** When reading a profile freed more than this of the heap in use, it was garbage that filled it. */
const mostGarbage = 0.4;
/** Such a false alarm costs a collection; the next may come only after so many times its cost, and at least so long. */
const costsBetweenFalseAlarms = 200;
const leastBetweenFalseAlarmsMs = 10_000;
/** Unless the heap is as full as this. */
const alarmingLevel = 0.9;

/**
 * Decides when the last profiles before a heap limit are taken: soon enough that one is done before the crash, again at
 * rising levels as the rest fills up, and not for a heap that is only full of garbage. Pure; fed with every reading.
 */
export class NearLimit {
  readonly #limit: number;
  /** Fill that the heap has to reach for the next profile, however little time is left. */
  #level = 0;
  #quietUntilMs = Number.NEGATIVE_INFINITY;
  #falseAlarmUntilMs = Number.NEGATIVE_INFINITY;
  #falseAlarms = 0;
  #costMs = 200;
  #before: { readonly atMs: number; readonly used: number } | null = null;
  /** Bytes per millisecond. */
  #rate = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  /** A reading of the heap in use. */
  read(atMs: number, used: number): NearLimitState {
    this.#follow(atMs, used);
    const fill = used / this.#limit;
    // What filled it was let go: the next approach is a new one.
    if (fill < this.#level / 2) this.#level = 0;
    const leftMs = this.#rate > 0 ? (this.#limit - used) / this.#rate : Number.POSITIVE_INFINITY;
    const presses = leftMs < Math.max(leastLeftMs, this.#costMs * costsLeft);
    const level = Math.max(this.#level, presses ? earliestLevel : surestLevel);
    const isQuiet = atMs < this.#quietUntilMs || (atMs < this.#falseAlarmUntilMs && fill < alarmingLevel);
    const approaches = fill > level - 0.1 && leftMs < watchedLeftMs;
    return { due: fill >= level && !isQuiet, watchClosely: presses || approaches };
  }

  /** A profile was taken: how much of the heap was in use when it was called for, and right after it. */
  taken(atMs: number, costMs: number, bytes: { readonly before: number; readonly after: number }): void {
    this.#costMs = Math.max(costMs, this.#costMs / 2);
    this.#before = { atMs, used: bytes.after };
    this.#quietUntilMs = atMs + Math.max(leastBetweenMs, costMs * 2);
    const fill = bytes.after / this.#limit;
    this.#level = fill + Math.max(leastRise, (1 - fill) * shareOfRest);
    if (bytes.after >= bytes.before * (1 - mostGarbage)) {
      this.#falseAlarms = 0;
      return;
    }
    this.#falseAlarms++;
    this.#rate = 0;
    const pause = Math.max(leastBetweenFalseAlarmsMs, costMs * costsBetweenFalseAlarms);
    this.#falseAlarmUntilMs = atMs + pause * Math.min(8, this.#falseAlarms);
  }

  /** Follows how fast the heap fills: rises at once, falls slowly, so that a collection does not calm it. */
  #follow(atMs: number, used: number): void {
    const before = this.#before;
    this.#before = { atMs, used };
    if (before === null || atMs <= before.atMs) return;
    const rate = (used - before.used) / (atMs - before.atMs);
    this.#rate = rate > this.#rate ? (this.#rate + rate) / 2 : this.#rate * 0.95;
  }
}

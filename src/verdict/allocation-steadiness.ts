import type { AllocationHistory } from "./allocation-history.ts";

/** What a place that steadily grows has gained over the window. */
export interface SteadyGrowth {
  readonly history: AllocationHistory;
  readonly bytes: number;
  readonly objects: number;
  /** Sampled allocations the growth rests on: its relative error is one over their square root. */
  readonly samples: number;
  /** Objects freed of those allocated there in the window; null when the profile does not tell. */
  readonly turnover: { readonly allocated: number; readonly freed: number } | null;
}

/** Share of windows of a healthy program in which sampling alone may make some place look steadily growing. */
const falseAlarms = 0.05;
/** Less than this is no leak that shows in one window, even where every allocation is counted. */
const fewestBytes = 256 * 1024;
/** How fast the later half must grow, compared with the earlier, not to be levelling off. */
const leastLateRate = 0.35;
/** Share of the objects allocated in the window that must stay. */
const leastKept = 0.01;
/** A step may seem to shrink by so many standard errors. */
const mostBackwards = 2;

/**
 * The places that only grow, of all that a heap profile knows, most gained first.
 *
 * A profile samples: an object of `size` bytes is seen with probability p = 1 − exp(−size / period), so what is
 * reported for a place rests on few sampled objects, of size / p bytes each. Were the place healthy, as many sampled
 * objects would have come to stay as have gone, and the difference would have a standard error of the square root of
 * their sum: at most those allocated since, and live now, and those freed since, and live before. The gain must exceed z
 * of these, z chosen by the number of places (normal tail bound exp(−z²/2)/2, Bonferroni). So the size of the heap does
 * not matter where nothing is freed: nine samples are enough on top of any number of old ones. With three looks or more
 * it must also not shrink from look to look, and the later half must not grow much slower than the earlier: what warms
 * up or fills does. And a share of what is allocated must stay: else more load holds more for a while.
 */
export function steadyGrowth(
  histories: readonly AllocationHistory[],
  timesMs: readonly number[],
  periodBytes: number,
): SteadyGrowth[] {
  const sampled = histories.map((history) => new SampledPlace(history, periodBytes));
  const active = sampled.filter((place) => place.events(0, timesMs.length - 1) >= 1).length;
  const z = significance(active);
  return sampled
    .filter((place) => place.grows(timesMs, z))
    .map((place) => place.growth())
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** Growth of one place that would go unnoticed in this window among sampling noise, bytes. */
export function smallestNoticed(places: number, periodBytes: number): number {
  return Math.max(fewestBytes, significance(places) ** 2 * periodBytes);
}

function significance(places: number): number {
  return Math.sqrt(2 * Math.log(Math.max(1, places) / (2 * falseAlarms)));
}

class SampledPlace {
  readonly #history: AllocationHistory;
  /** Probability that an object of this place's mean size is sampled. */
  readonly #probability: number;
  /** Bytes that one sampled object stands for. */
  readonly #bytesPerSample: number;

  constructor(history: AllocationHistory, periodBytes: number) {
    this.#history = history;
    const size = (history.bytes.at(-1) ?? 0) / Math.max(1, history.objects.at(-1) ?? 0);
    this.#probability = periodBytes <= 1 ? 1 : -Math.expm1(-size / periodBytes);
    this.#bytesPerSample = size / (this.#probability || 1);
  }

  /** Sampled objects that may have come or gone between two looks. */
  events(from: number, to: number): number {
    const { objects, allocated } = this.#history;
    const born = allocated === null ? Infinity : Math.max(0, allocated[to]! - allocated[from]!);
    const died = Math.max(0, born - (objects[to]! - objects[from]!));
    return (Math.min(born, objects[to]!) + Math.min(died, objects[from]!)) * this.#probability;
  }

  grows(timesMs: readonly number[], z: number): boolean {
    const last = timesMs.length - 1;
    if (this.#gained(0, last) < fewestBytes || this.#keptShare() < leastKept) return false;
    if (this.#gained(0, last) < z * this.#error(0, last)) return false;
    for (let look = 1; look <= last; look++) {
      if (this.#gained(look - 1, look) < -mostBackwards * this.#error(look - 1, look)) return false;
    }
    return last < 2 || this.#keepsItsRate(timesMs);
  }

  growth(): SteadyGrowth {
    const { objects, allocated } = this.#history;
    const last = objects.length - 1;
    const gained = objects[last]! - objects[0]!;
    const born = allocated === null ? null : allocated[last]! - allocated[0]!;
    return {
      history: this.#history,
      bytes: this.#gained(0, last),
      objects: gained,
      samples: gained * this.#probability,
      turnover: born === null ? null : { allocated: born, freed: Math.max(0, born - gained) },
    };
  }

  #keptShare(): number {
    const { objects, allocated } = this.#history;
    if (allocated === null) return 1;
    return (objects.at(-1)! - objects[0]!) / Math.max(1, allocated.at(-1)! - allocated[0]!);
  }

  #keepsItsRate(timesMs: readonly number[]): boolean {
    const last = timesMs.length - 1;
    const middle = Math.floor(last / 2);
    const late = this.#gained(middle, last);
    if (late < this.#error(middle, last)) return false;
    const earlyRate = this.#gained(0, middle) / (timesMs[middle]! - timesMs[0]!);
    return late / (timesMs[last]! - timesMs[middle]!) >= earlyRate * leastLateRate;
  }

  #gained(from: number, to: number): number {
    return this.#history.bytes[to]! - this.#history.bytes[from]!;
  }

  #error(from: number, to: number): number {
    return this.#bytesPerSample * Math.sqrt(this.events(from, to));
  }
}

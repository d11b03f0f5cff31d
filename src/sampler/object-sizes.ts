/** V8 allocates in words. */
const WORD = 8;
const SMALLEST_OBJECT = 2 * WORD;
/** Up to here object sizes are tried one by one, from here on the counts that could have led to the weight. */
const SMALL = 2048;
const REMEMBERED = 4096;

/**
 * How many objects a sample stands for. V8 gives a sample of an object of size s only as its weight, the product of s
 * and the count n = round(1 / (1 − exp(−s / interval))) of objects it stands for. The sizes that lead to a weight are
 * few, so n is the mean over them, small objects being likelier (weighted 1/s).
 */
export class ObjectSizes {
  readonly #intervalBytes: number;
  readonly #known = new Map<number, number>();

  constructor(intervalBytes: number) {
    this.#intervalBytes = intervalBytes;
  }

  /** Objects that a sample of this weight in bytes stands for; at least 1. */
  objects(weight: number): number {
    const known = this.#known.get(weight);
    if (known !== undefined) return known;
    const count = this.#count(weight);
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(weight, count);
    return count;
  }

  #count(weight: number): number {
    let total = 0;
    let likelihood = 0;
    for (const size of this.#sizes(weight)) {
      total += weight / size / size;
      likelihood += 1 / size;
    }
    return likelihood === 0 ? 1 : Math.max(1, total / likelihood);
  }

  *#sizes(weight: number): Generator<number> {
    for (let size = SMALLEST_OBJECT; size < SMALL; size += WORD) {
      if (size * this.#scale(size) === weight) yield size;
    }
    const most = this.#scale(SMALL);
    for (let count = 1; count <= most; count++) {
      const size = weight / count;
      if (size >= SMALL && size % WORD === 0 && this.#scale(size) === count) yield size;
    }
  }

  #scale(size: number): number {
    return Math.floor(1 / (1 - Math.exp(-size / this.#intervalBytes)) + 0.5);
  }
}

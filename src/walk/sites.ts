import type { Frame } from "./protocol.ts";

/** Distinct stacks kept per watched collection. */
const mostStacks = 200;
/** Every insert is sampled until there are so many samples; then fewer and fewer. */
const everyInsert = 48;

/** A number from 0 to below 1, different each time. */
export type Random = () => number;

/**
 * Which stacks add entries, from a sample of inserts. Gaps between samples are geometric: a fixed stride can
 * fall into step with the program and see one line only. Each sample weighs as many inserts as its gap.
 */
export class Sites {
  inserts = 0;
  samples = 0;
  readonly #stacks = new Map<string, { weight: number; frames: Frame[] }>();
  readonly #random: Random;
  #untilNext = 1;
  #gap = 1;
  #drawn = 0;
  #recorded = 0;
  #skipped = 0;

  constructor(random: Random = xorshift(performance.now() * 1000)) {
    this.#random = random;
  }

  /** Counts an insert; true when this one is to be sampled. */
  due(): boolean {
    this.inserts++;
    return --this.#untilNext <= 0;
  }

  /** Sampled, and found to be no insert. */
  skip(): void {
    this.#skipped += this.#gap;
    this.#schedule();
  }

  /** How many of the inserts counted are likely to be some. */
  get likely(): number {
    return this.#skipped === 0
      ? this.inserts
      : Math.round((this.inserts * this.#recorded) / (this.#recorded + this.#skipped));
  }

  record(frames: Frame[]): void {
    this.samples++;
    this.#recorded += this.#gap;
    const key = frames.map(({ file, line, column }) => `${file}:${line}:${column}`).join("\n");
    const known = this.#stacks.get(key);
    if (known !== undefined) known.weight += this.#gap;
    else if (this.#stacks.size < mostStacks) this.#stacks.set(key, { weight: this.#gap, frames });
    this.#schedule();
  }

  get stacks(): { weight: number; frames: Frame[] }[] {
    return [...this.#stacks.values()].sort((a, b) => b.weight - a.weight);
  }

  #schedule(): void {
    this.#drawn++;
    const mean = this.#drawn < everyInsert ? 1 : this.inserts / everyInsert;
    this.#gap = mean <= 1 ? 1 : Math.max(1, Math.ceil(Math.log(1 - this.#random()) / Math.log(1 - 1 / mean)));
    this.#untilNext = this.#gap;
  }
}

/** Marsaglia's xorshift32: numbers of our own, as the program may count on what `Math.random` gives next. */
export function xorshift(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

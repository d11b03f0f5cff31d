import type { Frame } from "./protocol.ts";

/** Distinct stacks kept per watched collection. */
const mostStacks = 200;
/** Every insert is sampled until there are so many samples; then fewer and fewer. */
const everyInsert = 48;

/**
 * Which stacks add entries, from a sample of inserts. Gaps between samples are geometric: a fixed stride can
 * fall into step with the program and see one line only. Each sample weighs as many inserts as its gap.
 */
export class Sites {
  inserts = 0;
  samples = 0;
  readonly #stacks = new Map<string, { weight: number; frames: Frame[] }>();
  #untilNext = 1;
  #gap = 1;

  /** Counts an insert; true when this one is to be sampled. */
  due(): boolean {
    this.inserts++;
    return --this.#untilNext <= 0;
  }

  record(frames: Frame[]): void {
    this.samples++;
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
    const mean = this.samples < everyInsert ? 1 : this.inserts / everyInsert;
    this.#gap = mean <= 1 ? 1 : Math.max(1, Math.ceil(Math.log(1 - Math.random()) / Math.log(1 - 1 / mean)));
    this.#untilNext = this.#gap;
  }
}

import type { Weights, WeightSums } from "./weights.ts";

/**
 * Edges between numbered nodes while a graph is counted: a hash table by both ends. What is looked at for every call of
 * every sample lies side by side, since finding it in memory is what counting costs.
 */
export class EdgeTable {
  count = 0;
  /** By row. */
  readonly sums: WeightSums;
  /** Four words a slot: start plus one (0 for an empty slot), end, row with its flags, last sample plus one. */
  #slots = new Uint32Array(1024 * WORDS);

  constructor(weights: Weights) {
    this.sums = weights.sums(1024);
  }

  /** Adds a sample to an edge, once; `flags` are or'ed over all samples. */
  add(from: number, to: number, sample: number, flags: number): void {
    const slots = this.#slots;
    const mask = slots.length / WORDS - 1;
    let slot = hash(from, to) & mask;
    let at = slot * WORDS;
    while (slots[at] !== 0 && (slots[at] !== from + 1 || slots[at + 1] !== to)) {
      slot = (slot + 1) & mask;
      at = slot * WORDS;
    }
    if (slots[at] === 0) {
      slots.set([from + 1, to, this.count * FLAGS, 0], at);
      this.count++;
      this.sums.reserve(this.count);
    }
    if (slots[at + 3] === sample + 1) return;
    slots[at + 2]! |= flags;
    slots[at + 3] = sample + 1;
    this.sums.add(Math.floor(slots[at + 2]! / FLAGS), sample);
    if (this.count * 2 * WORDS > slots.length) this.#grow();
  }

  /** The ends and flags of all edges by row. */
  columns(): { readonly from: Uint32Array; readonly to: Uint32Array; readonly flags: Uint8Array } {
    const columns = {
      from: new Uint32Array(this.count),
      to: new Uint32Array(this.count),
      flags: new Uint8Array(this.count),
    };
    for (let at = 0; at < this.#slots.length; at += WORDS) {
      if (this.#slots[at] === 0) continue;
      const row = Math.floor(this.#slots[at + 2]! / FLAGS);
      columns.from[row] = this.#slots[at]! - 1;
      columns.to[row] = this.#slots[at + 1]!;
      columns.flags[row] = this.#slots[at + 2]! % FLAGS;
    }
    return columns;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    const mask = this.#slots.length / WORDS - 1;
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at] === 0) continue;
      let slot = hash(old[at]! - 1, old[at + 1]!) & mask;
      while (this.#slots[slot * WORDS] !== 0) slot = (slot + 1) & mask;
      this.#slots.set(old.subarray(at, at + WORDS), slot * WORDS);
    }
  }
}

/** Frames between the ends were left out for some sample. */
export const RESIDUAL = 1;
/** Some sample's call was not inlined. */
export const OUTLINED = 2;
const FLAGS = 4;
const WORDS = 4;

function hash(from: number, to: number): number {
  const mixed = Math.imul(from, 0x9e3779b1) ^ Math.imul(to, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

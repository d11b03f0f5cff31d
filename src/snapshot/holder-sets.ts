import { PairTable } from "./pair-table.ts";

/** More holders of one object than this are not told apart. */
const MOST_TOGETHER = 6;
/** The set that nothing is in. */
export const NO_HOLDERS = 0;

/** Sets of the nodes that hold something together, in the order in which they were found; equal ones are one number. */
export class HolderSets {
  /** By set: the set without its last member, that member, and how many there are. */
  readonly #without: number[] = [NO_HOLDERS];
  readonly #lasts: number[] = [-1];
  readonly #sizes: number[] = [0];
  /** The set that a set and a new member make, less 1. */
  readonly #larger = new PairTable();

  /** A set and one holder more; the same set when it is in it, or when it is full. */
  with(set: number, holder: number): number {
    if (this.#sizes[set]! >= MOST_TOGETHER || this.#has(set, holder)) return set;
    const larger = this.#larger.rowOf(set, holder) + 1;
    if (larger === this.#sizes.length) {
      this.#without.push(set);
      this.#lasts.push(holder);
      this.#sizes.push(this.#sizes[set]! + 1);
    }
    return larger;
  }

  members(set: number): number[] {
    const members: number[] = [];
    for (let at = set; at !== NO_HOLDERS; at = this.#without[at]!) members.push(this.#lasts[at]!);
    return members.reverse();
  }

  #has(set: number, holder: number): boolean {
    for (let at = set; at !== NO_HOLDERS; at = this.#without[at]!)
      if (this.#lasts[at] === holder) return true;
    return false;
  }
}

import { PairTable } from "./pair-table.ts";

/** More holders of one object than this are not told apart. */
const MOST_TOGETHER = 6;
/** The set that nothing is in. */
export const NO_HOLDERS = 0;

/** An object that holds what others hold too, and the number of the label by which it does. */
export interface Hold {
  readonly holder: number;
  readonly label: number;
}

/** Sets of the nodes that hold something together, in the order in which they were found; equal ones are one number. */
export class HolderSets {
  readonly #holds: Hold[] = [];
  readonly #rows = new PairTable();
  /** By set: the set without its last member, that member among the holds, and how many there are. */
  readonly #without: number[] = [NO_HOLDERS];
  readonly #lasts: number[] = [-1];
  readonly #sizes: number[] = [0];
  /** The set that a set and a new member make, less 1. */
  readonly #larger = new PairTable();

  /** A set and one holder more; the same set when the holder is in it, or when it is full. */
  with(set: number, holder: number, label: number): number {
    if (this.#sizes[set]! >= MOST_TOGETHER || this.#has(set, holder)) return set;
    const hold = this.#rows.rowOf(holder, label);
    if (hold === this.#holds.length) this.#holds.push({ holder, label });
    const larger = this.#larger.rowOf(set, hold) + 1;
    if (larger === this.#sizes.length) {
      this.#without.push(set);
      this.#lasts.push(hold);
      this.#sizes.push(this.#sizes[set]! + 1);
    }
    return larger;
  }

  members(set: number): Hold[] {
    const members: Hold[] = [];
    for (let at = set; at !== NO_HOLDERS; at = this.#without[at]!)
      members.push(this.#holds[this.#lasts[at]!]!);
    return members.reverse();
  }

  #has(set: number, holder: number): boolean {
    for (let at = set; at !== NO_HOLDERS; at = this.#without[at]!)
      if (this.#holds[this.#lasts[at]!]!.holder === holder) return true;
    return false;
  }
}

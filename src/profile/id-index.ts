import { ProfileFormatError } from "./format-error.ts";

/**
 * From the ids of a table in a file to its rows. Writers number from 1 without gaps, nearly always; those ids are
 * looked up in an array, any other 64-bit id in a map.
 */
export class IdIndex {
  readonly #what: string;
  /** Row plus one by id, for the ids that are small; 0 where no row has the id. */
  readonly dense: Uint32Array;
  readonly #sparse = new Map<bigint, number>();

  /** `what` names the table in messages: `location`. */
  constructor(what: string, rows: number) {
    this.#what = what;
    this.dense = new Uint32Array(2 * rows + 1);
  }

  /** Gives a row its id, in 32-bit halves; each id once, 0 never. */
  add(lo: number, hi: number, row: number, offset: number): void {
    if (lo === 0 && hi === 0) {
      throw new ProfileFormatError("inconsistent", `a ${this.#what} has the id 0 or none`, offset);
    }
    if (this.find(lo, hi) >= 0) {
      throw new ProfileFormatError("inconsistent", `two ${this.#what}s have the id ${key(lo, hi)}`, offset);
    }
    if (hi === 0 && lo > 0 && lo < this.dense.length) this.dense[lo] = row + 1;
    else this.#sparse.set(key(lo, hi), row);
  }

  /** The row of an id; -1 when there is none. */
  find(lo: number, hi: number): number {
    if (hi === 0 && lo >= 0 && lo < this.dense.length) return this.dense[lo]! - 1;
    return this.#sparse.get(key(lo, hi)) ?? -1;
  }

  /** The row of an id that must exist; the error names what refers to it. */
  need(lo: number, hi: number, offset: number): number {
    const row = this.find(lo, hi);
    if (row < 0)
      throw new ProfileFormatError("inconsistent", `no ${this.#what} has the id ${key(lo, hi)}`, offset);
    return row;
  }
}

function key(lo: number, hi: number): bigint {
  return BigInt.asUintN(64, (BigInt(hi) << 32n) | BigInt(lo >>> 0));
}

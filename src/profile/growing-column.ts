import { Int64Column } from "./int64-column.ts";

/** A column of 32-bit unsigned integers whose length is not known beforehand; doubles as it fills. */
export class GrowingColumn {
  count = 0;
  #rows = new Uint32Array(64);

  push(value: number): void {
    if (this.count === this.#rows.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows[this.count++] = value;
  }

  at(row: number): number {
    return this.#rows[row]!;
  }

  set(row: number, value: number): void {
    this.#rows[row] = value;
  }

  /** The rows so far, in an array of their own. */
  finish(): Uint32Array {
    return this.#rows.slice(0, this.count);
  }
}

/** A column of 64-bit integers whose length is not known beforehand; doubles as it fills. */
export class GrowingInt64Column {
  count = 0;
  #rows = new Int64Column(64);

  /** Appends a row of another column. */
  pushRow(from: Int64Column, row: number): void {
    this.#rows = this.#roomy();
    this.#rows.set(this.count++, from.lo[row]!, from.hi[row]!);
  }

  /** Appends a whole number, exact for safe integers, or a bigint. */
  push(value: number | bigint): void {
    this.#rows = this.#roomy();
    if (typeof value === "bigint") this.#rows.setBigint(this.count++, value);
    else this.#rows.setNumber(this.count++, value);
  }

  /** The rows so far and unused ones behind them: valid until the next push. */
  get rows(): Int64Column {
    return this.#rows;
  }

  /** The rows so far, in a column of their own. */
  finish(): Int64Column {
    return resized(this.#rows, this.count);
  }

  #roomy(): Int64Column {
    return this.count < this.#rows.count ? this.#rows : resized(this.#rows, this.count * 2);
  }
}

function resized(column: Int64Column, rows: number): Int64Column {
  const result = new Int64Column(rows);
  const kept = Math.min(rows, column.count);
  result.lo.set(column.lo.subarray(0, kept));
  result.hi.set(column.hi.subarray(0, kept));
  return result;
}

const TWO_32 = 4294967296;

/**
 * A column of 64-bit integers, exact, 8 bytes a row, as two 32-bit halves. Read a row as a number where rounding to
 * the nearest double is fine (exact up to 2^53), as a bigint where it is not; the halves themselves serve hot loops.
 * Whether a row is signed is the reader's to know: profile.proto has both.
 */
export class Int64Column {
  readonly lo: Uint32Array;
  readonly hi: Int32Array;

  constructor(rows: number) {
    this.lo = new Uint32Array(rows);
    this.hi = new Int32Array(rows);
  }

  get count(): number {
    return this.lo.length;
  }

  set(row: number, lo: number, hi: number): void {
    this.lo[row] = lo;
    this.hi[row] = hi;
  }

  /** Stores the lowest 64 bits of a bigint of either sign. */
  setBigint(row: number, value: bigint): void {
    this.set(row, Number(BigInt.asUintN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
  }

  /** Stores a whole number; exact for every safe integer, either sign. */
  setNumber(row: number, value: number): void {
    const hi = Math.floor(value / TWO_32);
    this.set(row, value - hi * TWO_32, hi);
  }

  /** Adds a row of another column to a row of this one; wraps at 64 bits, as Go does. */
  add(row: number, from: Int64Column, fromRow: number): void {
    const lo = this.lo[row]! + from.lo[fromRow]!;
    this.set(row, lo, this.hi[row]! + from.hi[fromRow]! + (lo >= TWO_32 ? 1 : 0));
  }

  isZero(row: number): boolean {
    return this.lo[row] === 0 && this.hi[row] === 0;
  }

  /** The row as a signed integer, rounded to the nearest double beyond 2^53. */
  number(row: number): number {
    return this.hi[row]! * TWO_32 + this.lo[row]!;
  }

  /** The row as a signed integer, exact. */
  bigint(row: number): bigint {
    return (BigInt(this.hi[row]!) << 32n) | BigInt(this.lo[row]!);
  }

  /** The row as an unsigned integer, exact: addresses, hashes. */
  unsigned(row: number): bigint {
    return BigInt.asUintN(64, this.bigint(row));
  }
}

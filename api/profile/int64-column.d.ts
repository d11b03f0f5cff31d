/**
 * A column of 64-bit integers, exact, 8 bytes a row, as two 32-bit halves. Read a row as a number where rounding to
 * the nearest double is fine (exact up to 2^53), as a bigint where it is not; the halves themselves serve hot loops.
 * Whether a row is signed is the reader's to know: profile.proto has both.
 */
export declare class Int64Column {
    readonly lo: Uint32Array;
    readonly hi: Int32Array;
    constructor(rows: number);
    get count(): number;
    set(row: number, lo: number, hi: number): void;
    /** Stores the lowest 64 bits of a bigint of either sign. */
    setBigint(row: number, value: bigint): void;
    /** Stores a whole number; exact for every safe integer, either sign. */
    setNumber(row: number, value: number): void;
    /** Adds a row of another column to a row of this one; wraps at 64 bits, as Go does. */
    add(row: number, from: Int64Column, fromRow: number): void;
    isZero(row: number): boolean;
    /** The row as a signed integer, rounded to the nearest double beyond 2^53. */
    number(row: number): number;
    /** The row as a signed integer, exact. */
    bigint(row: number): bigint;
    /** The row as an unsigned integer, exact: addresses, hashes. */
    unsigned(row: number): bigint;
}

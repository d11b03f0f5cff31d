import { Int64Column } from "./int64-column.ts";
/** A column of 32-bit unsigned integers whose length is not known beforehand; doubles as it fills. */
export declare class GrowingColumn {
    #private;
    count: number;
    push(value: number): void;
    at(row: number): number;
    set(row: number, value: number): void;
    /** The rows so far, in an array of their own. */
    finish(): Uint32Array;
}
/** A column of 64-bit integers whose length is not known beforehand; doubles as it fills. */
export declare class GrowingInt64Column {
    #private;
    count: number;
    /** Appends a row of another column. */
    pushRow(from: Int64Column, row: number): void;
    /** Appends a whole number, exact for safe integers, or a bigint. */
    push(value: number | bigint): void;
    /** The rows so far and unused ones behind them: valid until the next push. */
    get rows(): Int64Column;
    /** The rows so far, in a column of their own. */
    finish(): Int64Column;
}

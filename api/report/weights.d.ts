import { type Profile } from "#profile";
import { type Sum } from "./graph.ts";
/** Values of the samples of a report to add up, and where they make a mean what sums are to be divided by. */
export declare class Weights {
    #private;
    /** Of a column of a profile; `mean` divides by the first column. */
    constructor(profile: Profile, column: number, mean: boolean);
    /** Whether a sample adds nothing to any sum. */
    isNothing(sample: number): boolean;
    isNegative(sample: number): boolean;
    /** The value to show for a sample by itself. */
    shown(sample: number): bigint;
    /** So many sums, all 0. */
    sums(rows: number): WeightSums;
}
/** Sums of weights by row: of nodes, edges or labels. */
export declare class WeightSums {
    #private;
    constructor(values: Sums, divisors: Sums | null);
    /** Adds a sample to a row. */
    add(row: number, sample: number): void;
    /** Makes room for rows below a number. */
    reserve(rows: number): void;
    isZero(row: number): boolean;
    value(row: number): bigint;
    at(row: number): Sum;
}
/** Sums of a column of values, 64 bits that wrap as Go's do. */
interface Sums {
    add(row: number, sample: number): void;
    reserve(rows: number): void;
    isZero(row: number): boolean;
    at(row: number): bigint;
}
export {};

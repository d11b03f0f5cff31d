/** A value in a unit; the unit is "" where it says nothing, as for counts. */
export interface Measurement {
    readonly value: number;
    readonly unit: string;
}
/**
 * A value in another unit, as pprof converts: `auto` and `minimum` take the largest unit that leaves at least 1; a
 * target of another family is the default of the value's own (B, s, GCU); a value in an unknown unit keeps its number. The
 * smallest of 64 bits has no unit that leaves at least 1.
 */
export declare function scaleMeasurement(value: number | bigint, from: string, to: string): Measurement;
/** Whether values in two units can be compared: the same unit, or two of one family. */
export declare function areComparableUnits(a: string, b: string): boolean;
/** A value as reports print it, `1.50MB`: two decimals, none when they are zeros, and 0 without a unit. */
export declare function scaledLabel(value: number | bigint, from: string, to: string): string;
/** The share of a value in a total, without sign, as reports print it: `93.51%`, `  100%`, `  0.3%`. */
export declare function percentage(value: number, total: number): string;
/** Go's `%.2f`: exact ties go to the even digit, where toFixed takes the larger one. */
export declare function twoDecimals(value: number): string;

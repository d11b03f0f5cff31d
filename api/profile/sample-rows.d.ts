import { GrowingColumn, GrowingInt64Column } from "./growing-column.ts";
import type { SampleIndex, Samples } from "./model.ts";
/**
 * Samples being collected. A sample is written at the tail of the columns, then either committed as a row of its own
 * or, when an equal one is there already, added to that one and the tail taken back. Samples are equal when their
 * locations and labels are; rows made by `commit` alone are never found equal, so a collection uses one of the two.
 * Cost per sample is linear in its length; nothing is allocated for one that is merged.
 */
export declare class SampleRows {
    #private;
    readonly locations: GrowingColumn;
    readonly values: GrowingInt64Column;
    readonly labelKeys: GrowingColumn;
    readonly labelTexts: GrowingColumn;
    readonly labelNumbers: GrowingInt64Column;
    readonly labelUnits: GrowingColumn;
    /** `width` is the number of values a sample has. */
    constructor(width: number);
    get count(): number;
    /** Makes the tail a row. */
    commit(): SampleIndex;
    /** Adds the tail to the equal row merged before, or makes it a row. */
    merge(): SampleIndex;
    finish(): Samples;
}

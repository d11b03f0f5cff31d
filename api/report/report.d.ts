import { type Profile } from "#profile";
import type { GraphNode } from "./graph.ts";
import type { SourcePaths } from "./go-path.ts";
/** What to show of a profile and how; the names are those of pprof's options. */
export interface ReportOptions {
    /** Column of values; `mean` divides it by the first column. */
    readonly column: number;
    readonly mean: boolean;
    /** A unit, or `minimum` for one that suits the report, or `auto` for one that suits each value. */
    readonly unit: string;
    /** Shown values are divided by it; not 0. */
    readonly divideBy: number;
    readonly sort: "flat" | "cum";
    readonly callTree: boolean;
    readonly dropNegative: boolean;
    readonly compactLabels: boolean;
    /** Most nodes to show; 0 for all. */
    readonly nodeCount: number;
    readonly nodeFraction: number;
    readonly edgeFraction: number;
    /** `name=pattern` of each filter in force, for the header. */
    readonly activeFilters: readonly string[];
    /** Units of numeric labels by key. */
    readonly labelUnits: ReadonlyMap<string, string>;
    readonly paths: SourcePaths;
}
/** A profile, filtered and aggregated, with the total that its percentages are of. */
export interface Report {
    readonly profile: Profile;
    readonly options: ReportOptions;
    /** Of the profile before filters, in general: see `profileTotal`. */
    readonly total: bigint;
}
/** The unit values are stored in, and the name of what they count. */
export declare function sampleKind({ profile, options }: Report): {
    readonly type: string;
    readonly unit: string;
};
/**
 * What percentages are of: the absolute values of all samples added up, or of those of the base alone where samples are
 * marked as such (`pprof::base`); for a mean divided by the first column's sum.
 */
export declare function profileTotal(profile: Profile, column: number, mean: boolean): bigint;
/** Writes a value in a unit of the report: divided as asked, with the unit behind it. */
export declare function valueText(report: Report, unit: string): (value: bigint | number) => string;
/** How values are divided, to whole ones; null where they stay as they are. */
export declare function dividing({ divideBy }: ReportOptions): ((value: number) => number) | null;
/**
 * The one unit of a report whose unit is `minimum`: that of its smallest value, or a larger one where values differ by
 * more than a hundred times, which integers (callgrind) cannot. Other units stay as asked.
 */
export declare function reportUnit(report: Report, nodes: readonly GraphNode[], integers: boolean): string;

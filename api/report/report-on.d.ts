import { type FilterOptions, type Granularity, type Profile } from "#profile";
import { type Report, type ReportOptions } from "./report.ts";
/** What to report on: pprof's options, each with pprof's default when it is left out. */
export interface ReportRequest extends Partial<Omit<ReportOptions, "column" | "activeFilters" | "labelUnits" | "paths">> {
    /** Name of the sample type, or its number as a text; "" for the profile's own choice, else its last. */
    readonly sampleType?: string;
    readonly granularity?: Granularity;
    readonly filters?: Partial<FilterOptions>;
    /** Keep only the outermost function of those inlined into each other. */
    readonly noInlines?: boolean;
    readonly showColumns?: boolean;
    /** Percentages are of what the filters leave. */
    readonly relativePercentages?: boolean;
    /** Keys of labels, with commas between them, that become frames at the root and at the leaf. */
    readonly tagRoot?: string;
    readonly tagLeaf?: string;
    readonly sourcePath?: string;
    readonly trimPath?: string;
    /** Told what is to be known before trusting the report, such as a filter that matched nothing. */
    readonly warn?: (line: string) => void;
}
/**
 * Filters, measures and aggregates a profile, for any of the reports. By google/pprof internal/driver: the total is that
 * before the filters. Throws ReportError, FilterError, and ProfileRangeError for a sample type, in pprof's words.
 */
export declare function reportOn(profile: Profile, request?: ReportRequest): Report;

import type { Profile } from "./model.ts";
/** What to keep and what to leave out, as written in pprof's options of these names; "" for an option not given. */
export interface FilterOptions {
    readonly focus: string;
    readonly ignore: string;
    readonly hide: string;
    readonly show: string;
    readonly showFrom: string;
    readonly pruneFrom: string;
    readonly tagFocus: string;
    readonly tagIgnore: string;
    readonly tagShow: string;
    readonly tagHide: string;
}
/** A filter that cannot be understood; the message names the option: "parsing focus regexp: …". */
export declare class FilterError extends Error {
    readonly name = "FilterError";
    readonly code = "filter";
}
/**
 * Filters a profile in pprof's order: names, show_from, tags, labels shown, prune_from. A filter that matches nothing
 * says so through `warn` and is applied all the same. `units` are those of `numericLabelUnits`. Throws FilterError.
 */
export declare function applyFilters(profile: Profile, options: FilterOptions, units: ReadonlyMap<string, string>, warn: (line: string) => void): Profile;

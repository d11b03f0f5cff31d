import type { Profile } from "./model.ts";
/** Marks the samples of a base in a profile made by `subtractBase` with `diffBase`; reports take percentages of them. */
export declare const DIFF_BASE_LABEL: {
    readonly key: "pprof::base";
    readonly text: "true";
};
/**
 * Several profiles added up as pprof adds its sources: only the sample types that all have, in the order of the first,
 * each in the finest of their units; then `merge`. One profile stays as it is. Throws ProfileRangeError for profiles that have
 * no sample type in common or whose units do not convert.
 */
export declare function combine(profiles: readonly Profile[]): Profile;
/** How to subtract a base. */
export interface BaseOptions {
    /** Keep base and source apart in samples: equal stacks then do not cancel, and percentages are of the base. */
    readonly diffBase: boolean;
    /** First scale the source so that each sample type has the sum it has in the base. */
    readonly normalize: boolean;
}
/** A profile less a base, as pprof's -base and -diff_base with -normalize. Throws ProfileRangeError for different kinds. */
export declare function subtractBase(source: Profile, base: Profile, { diffBase, normalize }: BaseOptions): Profile;

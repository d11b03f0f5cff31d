import type { Profile } from "./model.ts";
/**
 * A profile with every value multiplied by `ratio`, or by one ratio for each sample type, rounded half away from zero
 * as Go does. Ratios 1 and -1 are exact for all 64 bits; others go through doubles, and what 64 bits cannot hold becomes
 * the smallest of them. Samples that become 0 stay: `merge` drops them. Only the values are copied. Throws RangeError
 * for a ratio that is not finite.
 */
export declare function scale(profile: Profile, ratio: number | readonly number[]): Profile;
/** The same with -1 as a ratio like others, as pprof takes it: values beyond 2^53 are rounded. */
export declare function scaleRounding(profile: Profile, ratios: readonly number[]): Profile;

import { type Frame } from "./frame.ts";
import type { Profile } from "./model.ts";
/** One allocating stack in several profiles. */
export interface SiteSeries {
    /** Leaf first, inlined calls in their place. */
    readonly frames: readonly Frame[];
    /** `values[type][profile]`; 0 where the profile does not have the stack. Sums are exact up to 2^53. */
    readonly values: readonly Float64Array[];
}
/**
 * The stacks of several profiles beside each other. Stacks are the same when function, file, line and column of all
 * their frames are: addresses and labels do not count, so profiles of different processes and builds compare. A sample
 * type that a profile lacks is a ProfileRangeError. Time and memory are linear in the frames of all samples.
 */
export declare function siteSeries(profiles: readonly Profile[], sampleTypes: readonly string[]): SiteSeries[];

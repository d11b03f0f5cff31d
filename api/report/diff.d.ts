import { type Frame, type Profile } from "#profile";
/** A line of a program that a profile blames, with what changed there. */
export interface SiteChange {
    readonly function: string;
    readonly file: string;
    /** 1-based; 0 when not known. */
    readonly line: number;
    readonly before: number;
    readonly after: number;
    /** `after - before`. */
    readonly change: number;
    /** Share of all that grew, 0 to 1; 0 for what did not. */
    readonly shareOfGrowth: number;
    /** The change in an hour at this pace; null when the profiles do not say when they were taken. */
    readonly perHour: number | null;
    /** The stack that changed most of those through this line, leaf first. */
    readonly stack: readonly Frame[];
}
/** What changed from one profile to another: what `sawtooth diff --json` prints. */
export interface ProfileDiff {
    readonly version: 1;
    readonly sampleType: string;
    readonly unit: string;
    readonly before: number;
    readonly after: number;
    readonly change: number;
    /** Sum of the changes of sites that grew, and of those that shrank. */
    readonly grown: number;
    readonly shrunk: number;
    /** Seconds between the two; null when the profiles do not say, or say they were not taken in this order. */
    readonly seconds: number | null;
    readonly perHour: number | null;
    /** Sites that changed, most grown first, most shrunk last. */
    readonly sites: readonly SiteChange[];
}
/**
 * Compares two profiles site by site: the innermost line of each stack that is not the platform's. Unlike pprof's
 * `-base` it keeps before and after, and signs. Throws RangeError where a profile has not the sample type.
 */
export declare function profileDiff(before: Profile, after: Profile, sampleType: string): ProfileDiff;

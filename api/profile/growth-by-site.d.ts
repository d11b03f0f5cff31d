import type { Frame } from "./frame.ts";
import type { Profile } from "./model.ts";
/** What one allocating stack gained or lost between two profiles, in the unit of the sample type. */
export interface SiteGrowth {
    /** Leaf first. */
    readonly frames: readonly Frame[];
    /** The place to name: the innermost frame that is not the platform's, as an index into `frames`; see `namedFrame`. */
    readonly named: number;
    readonly before: number;
    readonly after: number;
    /** `after - before`; negative for what shrank. */
    readonly delta: number;
    /** Share of all that grew, 0 to 1; 0 for a site that did not. */
    readonly share: number;
}
/** Two profiles compared. */
export interface Growth {
    readonly before: number;
    readonly after: number;
    /** Sum of the deltas of sites that grew. */
    readonly grown: number;
    /** Sites whose value changed, most grown first, most shrunk last; equal deltas by the name of the leaf. */
    readonly sites: readonly SiteGrowth[];
}
/** Allocation sites ranked by how much they changed from one profile to another, such as in `inuse_space`. */
export declare function growthBySite(before: Profile, after: Profile, sampleType: string): Growth;
/**
 * The frame of a stack (leaf first) that a programmer would name as the place: the innermost one that is not the
 * platform's, so `main.newSession` and not the `strings.(*Builder).grow` it called; the leaf when all are the platform's.
 */
export declare function namedFrame(frames: readonly Frame[]): number;

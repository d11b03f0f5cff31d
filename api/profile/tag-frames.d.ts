import type { Profile } from "./model.ts";
/** Keys of labels to make frames of, with commas between; "" for none. */
export interface TagFrameOptions {
    /** The first key becomes the outermost frame, */
    readonly tagRoot: string;
    /** the last key the innermost. */
    readonly tagLeaf: string;
    /** The unit of numbers, as -unit. */
    readonly unit: string;
}
/**
 * Gives every sample frames made of its labels, as pprof's -tagroot and -tagleaf: a function named by the values, with
 * commas between, in a file named by the key. A sample without the label gets a frame without a name.
 */
export declare function addTagFrames(profile: Profile, { tagRoot, tagLeaf, unit }: TagFrameOptions, warn: (line: string) => void): Profile;

import type { Profile } from "./model.ts";
/** A line of a stack: where the program was. Lines and columns are 1-based, 0 when not known. */
export interface Frame {
    readonly function: string;
    readonly file: string;
    readonly line: number;
    readonly column: number;
}
/**
 * The frames of a location, innermost first: one, or more where functions were inlined. A location without lines, such
 * as one of a stripped binary, is one frame named by its address.
 */
export declare function framesOfLocation(profile: Profile, location: number): Frame[];

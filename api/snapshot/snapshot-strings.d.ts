/**
 * The strings of a snapshot, decoded when asked for: kept as the bytes between the quotes in the file, JSON escapes
 * and all, in UTF-8.
 */
export interface SnapshotStrings {
    readonly count: number;
    /** What is between the quotes in the file, one string after another, escapes and all. */
    readonly bytes: Uint8Array;
    /** Where each string begins in `bytes`, and at the end where the last one ends. */
    readonly starts: Uint32Array;
    /** The text; "" for an index that is out of range. */
    get(index: number): string;
    /** How many bytes the string takes in the file, escapes included. */
    byteLength(index: number): number;
    /** Whether the string takes at least `min` bytes in the file and ends in a character of ASCII. */
    endsWith(index: number, min: number, character: string): boolean;
    /** Index of the first string that is exactly this text, or -1; costs one look at every length. */
    find(text: string): number;
}

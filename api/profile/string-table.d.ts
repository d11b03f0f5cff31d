import type { StringIndex } from "./model.ts";
/**
 * The strings of a profile, kept as UTF-8 in one buffer and turned into JavaScript strings when first asked for.
 * A report names a few hundred of the hundred thousand strings of a large profile. Index 0 is always "".
 * Bytes that are not UTF-8 read as U+FFFD and are written back unchanged.
 */
export declare class StringTable {
    #private;
    constructor(bytes: Uint8Array, starts: Uint32Array);
    /** A table of the given strings, the first of which must be "". */
    static of(texts: Iterable<string>): StringTable;
    /** This table and more strings behind it, which may be equal to some that it has. */
    with(texts: readonly string[]): StringTable;
    get count(): number;
    /** The string at an index; "" for one that is out of range, which a decoded profile never holds. */
    at(index: StringIndex | number): string;
    /** The bytes of a string, a view into the table. */
    utf8(index: StringIndex | number): Uint8Array;
}

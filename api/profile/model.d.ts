import type { Int64Column } from "./int64-column.ts";
import type { StringTable } from "./string-table.ts";
declare const brand: unique symbol;
/** A row of `Profile.samples`. */
export type SampleIndex = number & {
    readonly [brand]: "SampleIndex";
};
/** A row of `Profile.locations`. */
export type LocationIndex = number & {
    readonly [brand]: "LocationIndex";
};
/** A row of `Profile.functions`. */
export type FunctionIndex = number & {
    readonly [brand]: "FunctionIndex";
};
/** A row of `Profile.mappings`. */
export type MappingIndex = number & {
    readonly [brand]: "MappingIndex";
};
/** An entry of `Profile.strings`. */
export type StringIndex = number & {
    readonly [brand]: "StringIndex";
};
/** What a column of values counts, and in which unit: `inuse_space` in `bytes`. */
export interface ValueType {
    readonly type: string;
    readonly unit: string;
}
/**
 * A profile in columns: profile.proto (github.com/google/pprof/proto/profile.proto) with ids replaced by row numbers.
 * Every index in it is in range; that is checked once, when it is made. About 1.6 bytes are retained per byte of the
 * uncompressed file. The columns are plain typed arrays and can be handed to a Worker.
 */
export interface Profile extends ProfileHeader {
    readonly samples: Samples;
    readonly locations: Locations;
    readonly functions: Functions;
    readonly mappings: Mappings;
    readonly strings: StringTable;
}
/** What a profile says of itself. Times and periods are exact: nanoseconds of today are beyond 2^53. */
export interface ProfileHeader {
    readonly sampleTypes: readonly ValueType[];
    /** Name of the sample type to show first; "" leaves it to the reader, who by custom takes the last. */
    readonly defaultSampleType: string;
    readonly periodType: ValueType;
    readonly period: bigint;
    /** When the profile was taken, nanoseconds since 1970; 0 when not said. */
    readonly timeNanos: bigint;
    readonly durationNanos: bigint;
    /** Regular expressions of frames to leave out, and to keep all the same. */
    readonly dropFrames: string;
    readonly keepFrames: string;
    readonly comments: readonly string[];
    readonly docUrl: string;
}
/** Stacks with their values. Row i has locations `locationStarts[i]` up to `locationStarts[i + 1]`, leaf first. */
export interface Samples {
    readonly count: number;
    readonly locationStarts: Uint32Array;
    readonly locations: Uint32Array;
    /** `sampleTypes.length` values a row, one row after another; signed. */
    readonly values: Int64Column;
    readonly labelStarts: Uint32Array;
    readonly labels: Labels;
}
/** Labels of samples: a text when `text` is not 0, else a number with a unit. */
export interface Labels {
    readonly keys: Uint32Array;
    readonly texts: Uint32Array;
    readonly numbers: Int64Column;
    readonly units: Uint32Array;
}
/** Places in the program. More than one line at a location means inlining: the first is the innermost. */
export interface Locations {
    readonly count: number;
    /** Row of the mapping plus one; 0 for none. */
    readonly mappings: Uint32Array;
    readonly addresses: Int64Column;
    /** 1 where identical code was folded and the lines may belong to another function. */
    readonly folded: Uint8Array;
    readonly lineStarts: Uint32Array;
    readonly lines: Lines;
}
/** Function, line and column of the lines of locations; lines and columns are 1-based, 0 when not known. */
export interface Lines {
    readonly functions: Uint32Array;
    readonly lines: Int64Column;
    readonly columns: Int64Column;
}
/** The functions that lines name; the columns but the last are string indices. */
export interface Functions {
    readonly count: number;
    readonly names: Uint32Array;
    readonly systemNames: Uint32Array;
    readonly files: Uint32Array;
    readonly startLines: Int64Column;
}
/** Files mapped into memory; by custom the first is the program itself. Addresses are unsigned. */
export interface Mappings {
    readonly count: number;
    readonly starts: Int64Column;
    readonly limits: Int64Column;
    readonly offsets: Int64Column;
    readonly files: Uint32Array;
    readonly buildIds: Uint32Array;
    /** The four `MAPPING_HAS_…` flags or'ed. */
    readonly flags: Uint8Array;
}
/** Bits of `Mappings.flags`: what symbolization has already filled in. */
export declare const MAPPING_HAS_FUNCTIONS = 1;
export declare const MAPPING_HAS_FILENAMES = 2;
export declare const MAPPING_HAS_LINE_NUMBERS = 4;
export declare const MAPPING_HAS_INLINE_FRAMES = 8;
export {};

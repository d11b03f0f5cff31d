import type { FunctionIndex, LocationIndex, MappingIndex, Profile, ProfileHeader, StringIndex } from "./model.ts";
import { SampleRows } from "./sample-rows.ts";
/** A function to add; `systemName` is the name before demangling, by custom equal to `name`. */
export interface FunctionRow {
    readonly name: string;
    readonly systemName?: string;
    readonly file?: string;
    readonly startLine?: number | bigint;
}
/** A line of a location to add. */
export interface LineRow {
    readonly function: FunctionIndex;
    readonly line?: number | bigint;
    readonly column?: number | bigint;
}
/** A location to add; lines innermost first. */
export interface LocationRow {
    readonly mapping?: MappingIndex;
    readonly address?: number | bigint;
    readonly folded?: boolean;
    readonly lines: readonly LineRow[];
}
/** A mapping to add; `flags` are the `MAPPING_HAS_…` bits or'ed. */
export interface MappingRow {
    readonly start?: number | bigint;
    readonly limit?: number | bigint;
    readonly offset?: number | bigint;
    readonly file?: string;
    readonly buildId?: string;
    readonly flags?: number;
}
/** A label to add: a text, or a number with a unit. */
export interface LabelRow {
    readonly key: string;
    readonly text?: string;
    readonly number?: number | bigint;
    readonly unit?: string;
}
/** Makes a profile row by row. Strings are shared; functions, locations and samples are added as they come. */
export declare class ProfileBuilder {
    #private;
    readonly samples: SampleRows;
    /** What the header leaves out is empty or 0. */
    constructor(header: Pick<ProfileHeader, "sampleTypes"> & Partial<ProfileHeader>);
    string(text: string): StringIndex;
    addFunction(row: FunctionRow): FunctionIndex;
    addLocation(row: LocationRow): LocationIndex;
    addMapping(row: MappingRow): MappingIndex;
    /** Adds a sample: its stack leaf first, a value for each sample type, and labels. */
    addSample(stack: readonly LocationIndex[], values: readonly (number | bigint)[], labels?: readonly LabelRow[]): void;
    /** The profile of what was added so far. */
    build(): Profile;
}

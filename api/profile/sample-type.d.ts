import type { Profile } from "./model.ts";
/**
 * The column of a sample type, by name; without a name the profile's default, else the last, as pprof chooses.
 * -1 when there is none of that name.
 */
export declare function sampleTypeColumn(profile: Profile, name?: string): number;
/** A whole column of values added up, exact. */
export declare function total(profile: Profile, column: number): bigint;

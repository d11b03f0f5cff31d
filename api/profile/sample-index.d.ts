import type { Profile } from "./model.ts";
/**
 * The column that pprof's -sample_index means: a number, or a name, where `inuse_space` also means a type `space`; ""
 * for the profile's default, else its last. Throws ProfileRangeError in pprof's words.
 */
export declare function sampleIndexByName(profile: Profile, name: string): number;

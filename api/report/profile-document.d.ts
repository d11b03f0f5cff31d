import { type Profile } from "#profile";
/**
 * A whole profile in the words of profile.proto; locations, functions and mappings are named by their place in the list,
 * counted from 0. Integers beyond 2^53 are texts.
 */
export declare function profileDocument(profile: Profile): Record<string, unknown>;

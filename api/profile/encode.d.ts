import type { Profile } from "./model.ts";
/**
 * Writes a profile as uncompressed profile.proto, packed as Go's writer does. Ids are row numbers plus
 * one; strings that nothing names are left out. Readers want it gzipped: that is the caller's.
 */
export declare function encodeProfile(profile: Profile): Uint8Array;

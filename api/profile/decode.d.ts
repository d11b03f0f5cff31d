import type { Profile } from "./model.ts";
/**
 * Reads an uncompressed profile.proto of any language. Two passes: rows are counted, then columns filled; linear in
 * the bytes, which may be let go afterwards. Throws ProfileFormatError for anything that is no valid profile, by the
 * rules of Go's parser (profile.CheckValid); memory is bounded by a small multiple of the input, whatever it holds.
 * Gzip is the caller's: see `gunzip`.
 */
export declare function decodeProfile(bytes: Uint8Array): Profile;

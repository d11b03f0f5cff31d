import type { Profile } from "./model.ts";
/**
 * Reads a profile of any format known here, compressed or not: profile.proto, whose equal stacks are added up; Go's text
 * with debug=1, with its names; the older formats of C++ and Java servers; V8's `.heapprofile` and `.cpuprofile`; folded
 * stacks. Throws ProfileFormatError for bytes that are
 * none, or that are more than `maximumBytes` uncompressed; memory stays within a small multiple of that.
 */
export declare function readProfile(bytes: Uint8Array<ArrayBuffer>, maximumBytes: number): Promise<Profile>;

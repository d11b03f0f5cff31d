import type { Profile } from "./model.ts";
/**
 * Adds profiles up: samples with equal stacks and labels become one, sums wrap at 64 bits, and samples that come to
 * nothing go. Stacks are equal across processes: addresses count from the start of their mapping, mappings are known by
 * size, offset and build id or file. Header: the earliest time, the sum of durations, the longest period, all comments;
 * the rest is the first profile's. Rows that nothing uses go. By google/pprof profile/merge.go, and like it throws for profiles of other kinds.
 */
export declare function merge(profiles: readonly Profile[]): Profile;
/** What `after` has more than `before`, stack by stack: negative where it has less. Its duration is that of both. */
export declare function difference(before: Profile, after: Profile): Profile;

import type { HeapGrowth } from "#snapshot";
/**
 * What changed between the snapshots in two files, worked out in a thread of its own: this one can go on meanwhile, and
 * give up when the signal says so. Rejects with what is wrong with a file, or with the signal's reason.
 */
export declare function growthBetween(before: string, after: string, signal?: AbortSignal): Promise<HeapGrowth>;

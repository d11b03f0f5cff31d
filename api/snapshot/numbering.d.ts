import type { Graph } from "./graph.ts";
/**
 * Whether two snapshots number their objects alike, so that they can be paired by their ids: V8 forgets its ids whenever
 * an inspector's client goes, and numbers anew for the next snapshot. Told by the functions whose name is there once
 * in each: nearly all of them are the same function in both. O(nodes).
 */
export declare function areNumberedAlike(before: Graph, after: Graph): boolean;
/**
 * Whether a snapshot is older than one of the same process that is said to come before it: V8 counts its ids up, so that what came
 * between the two has ids that the older one has not reached. O(nodes).
 */
export declare function isOlder(after: Graph, before: Graph): boolean;

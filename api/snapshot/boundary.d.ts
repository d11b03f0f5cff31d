import type { Heap } from "./heap.ts";
/**
 * The objects that are in one snapshot only, in bundles: each hangs by its topmost object, the root, on an object that is in
 * both. For the later snapshot these are the new objects, for the earlier one those that have gone.
 */
export interface Boundary {
    /** For each node the root of its bundle plus 1; 0 for nodes that are in both snapshots. */
    readonly roots: Uint32Array;
    /** For each root the bytes and objects of its bundle; 0 for other nodes. */
    readonly bytes: Float64Array;
    readonly counts: Uint32Array;
    /** For each root the edge plus 1 by which its dominator holds it; 0 when others hold it together. */
    readonly edges: Uint32Array;
}
/** Finds the bundles; `twins` is 0 for the nodes that are in this snapshot only. Two passes; 24 bytes a node. */
export declare function boundaryOf(heap: Heap, twins: Uint32Array): Boundary;
/** Whether a node is one that only V8 knows of: code, hidden classes, feedback. */
export declare function isMachinery(heap: Heap, node: number): boolean;

import type { Heap } from "./heap.ts";
/** What `Boundary.tops` says of a node. */
export declare const Top: {
    /** Not the root of a bundle. */
    readonly none: 0;
    /** A root that its dominator holds by an edge. */
    readonly held: 1;
    /** A root that others hold together, none of which dominates it. */
    readonly coHeld: 2;
};
/**
 * The objects that are in one snapshot only, in bundles: each hangs by its topmost object, the root, on an object that is in
 * both. For the later snapshot these are the new objects, for the earlier one those that have gone.
 */
export interface Boundary {
    /** For each node its bundle plus 1; 0 for nodes that are in both snapshots. */
    readonly bundles: Uint32Array;
    /** For each node whether it is the root of a bundle, and how that is held: see `Top`. */
    readonly tops: Uint8Array;
    /** Of each bundle its root, ordered as in `Graph.order`. */
    readonly roots: Uint32Array;
    /** Of each bundle its bytes and objects. */
    readonly bytes: Float64Array;
    readonly counts: Uint32Array;
    /** Of each bundle the edge plus 1 by which the dominator of its root holds that; 0 when others hold it together. */
    readonly edges: Uint32Array;
}
/** Finds the bundles; `twins` is 0 for the nodes that are in this snapshot only. 5 bytes a node, 20 a bundle. */
export declare function boundaryOf(heap: Heap, twins: Uint32Array): Boundary;
/** Whether a node is one that only V8 knows of: code, hidden classes, feedback. */
export declare function isMachinery(heap: Heap, node: number): boolean;

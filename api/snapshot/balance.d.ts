import type { Boundary } from "./boundary.ts";
import type { Heap } from "./heap.ts";
import type { Survivors } from "./survivors.ts";
/** What changed between two snapshots, booked to the objects that were there all the time. */
export interface Balance {
    /** The sum of all that is booked: bytes of the later snapshot minus those of the earlier. */
    readonly booked: number;
    /**
     * For each node of the later snapshot that was in the earlier too: the bytes of new objects that it dominates most closely
     * minus those of gone objects, plus its own change. 0 for new nodes.
     */
    readonly net: Float64Array;
    /** Of that the bytes of new objects. */
    readonly gained: Float64Array;
    /** New objects, and gone ones. */
    readonly added: number;
    readonly removed: number;
    /** The nodes of the later snapshot whose own size is another than it was, ascending. */
    readonly changed: readonly number[];
}
/** A snapshot and what is in it only. */
export interface Side {
    readonly heap: Heap;
    readonly boundary: Boundary;
}
/**
 * The balance sheet of two dominator trees: every new object is booked to the nearest dominator that survived, every
 * gone one to the nearest dominator in the earlier tree that did, so that what merely comes and goes cancels out. One
 * sweep over the nodes and one over the bundles; up to 16 bytes a node.
 */
export declare function balanceOf(before: Side, after: Side, survivors: Survivors): Balance;

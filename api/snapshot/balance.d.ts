import type { Graph } from "./graph.ts";
import type { Survivors } from "./survivors.ts";
/** What changed between two snapshots, booked to the objects that were there all the time. */
export interface Balance {
    /** Bytes of the later snapshot minus those of the earlier. */
    readonly delta: number;
    /**
     * For each node of the later snapshot that was in the earlier too: the bytes of new objects that it dominates most closely
     * minus those of gone objects, plus its own change. 0 for new nodes. The sum is `delta`, to the byte.
     */
    readonly net: Float64Array;
    /** New objects booked to each, and gone ones. */
    readonly added: Uint32Array;
    readonly removed: Uint32Array;
    /** For each node of the later snapshot: itself when it was there before, else its nearest dominator that was. */
    readonly owners: Uint32Array;
}
/**
 * The balance sheet of two dominator trees: every new object is booked to the nearest dominator that survived, every
 * gone one to the nearest dominator in the earlier tree that did, so that what merely comes and goes cancels out. One
 * sweep over each tree; 16 bytes a node.
 */
export declare function balanceOf(before: Graph, after: Graph, { earlier, later }: Survivors): Balance;

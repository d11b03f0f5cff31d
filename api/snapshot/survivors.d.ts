import type { Graph } from "./graph.ts";
/** Which objects of two snapshots of one process are the same. */
export interface Survivors {
    /** For each node of the later snapshot its node in the earlier one plus 1; 0 when it is new. */
    readonly earlier: Uint32Array;
    /** For each node of the earlier snapshot its node in the later one plus 1; 0 when it is gone. */
    readonly later: Uint32Array;
}
/**
 * Pairs nodes by V8's ids, which stay with an object when it moves. An id may be given again to another object at the
 * same address, so the type and, of objects, the name of the class must agree too; of strings the size. The values of
 * numbers get a new id each time and are never paired. O(nodes); 8 bytes a node.
 */
export declare function survivorsOf(before: Graph, after: Graph): Survivors;

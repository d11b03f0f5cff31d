import type { Heap } from "./heap.ts";
import type { Scopes } from "./scopes.ts";
/** For every node the edge by which a programmer would best name it. */
export interface RetainingPaths {
    /** The node before each on its path; the node itself where a path starts. */
    readonly parents: Uint32Array;
    /** The edge from it; meaningless where a path starts. */
    readonly edges: Uint32Array;
    /** Cost of the path; `UNREACHED` for what nothing keeps alive. */
    readonly costs: Uint32Array;
}
/**
 * The path that names each node best, by Dial's algorithm with costs for how readable a step is: variables, fields and
 * entries are cheap; prototypes, code and V8's own tables are dear; weak edges are no path. Paths start at the root and at
 * the scopes of modules; what only the stack holds comes last. O(nodes + edges); 12 bytes a node.
 */
export declare function retainingPaths(heap: Heap, scopes: Scopes): RetainingPaths;

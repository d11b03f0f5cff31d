import type { Heap } from "./heap.ts";
import type { RetainingPaths } from "./retaining-paths.ts";
/**
 * Folds what repeats on a path, so that a linked list, a tree, a chain of closures or of promises is one thing: a link
 * stands for the first of its kind.
 */
export declare class Repetition {
    #private;
    constructor(heap: Heap, paths: RetainingPaths);
    /** The first link of the chain or tree that a node is in; the node itself when it is in none. */
    firstOf(node: number): number;
}

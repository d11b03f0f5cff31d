import type { Graph } from "./graph.ts";
import { Heap } from "./heap.ts";
import { type RetainingPaths } from "./retaining-paths.ts";
import { Scopes } from "./scopes.ts";
/**
 * A step of a retaining path as a programmer knows it. The kinds are those of a structure walk (`module`, `closure`, `global`,
 * `property`, `private`, `symbol`, `element`, `listeners`, `timers`, `bound`, `result`, `builtin`), and `local` for a variable of
 * a suspended function, `handle` for what Node.js holds, `reactions` for what waits for a promise, `root` for what V8 or Node.js itself holds.
 */
export interface Step {
    readonly kind: string;
    readonly name: string;
    /** Class of the value this step arrives at; empty for plain objects. */
    readonly className: string;
    /** The value this step arrives at. */
    readonly node: number;
}
/** What steps are read from. */
export interface Paths {
    readonly heap: Heap;
    readonly scopes: Scopes;
    readonly paths: RetainingPaths;
}
/** Reads the names of everything in a graph. O(nodes + edges); 16 bytes a node. */
export declare function pathsOf(graph: Graph): Paths;
/** The text that a regular expression was last run on, which V8 keeps until the next one. */
export declare const LAST_MATCH = "RegExp.lastMatch";
/** The steps from the root, a module's scope or a timer list to a node, V8's own steps left out. */
export declare function stepsTo(where: Paths, node: number): Step[];
/** A path through the entries of so many WeakMaps is followed: one may be held by its own entry. */
export declare const MOST_WEAK_MAPS = 4;
/** The last step to a node; null when a programmer does not see it. */
export declare function stepTo(where: Paths, node: number): Step | null;
/** The program's WeakMap that a path to a node goes on from instead of from the key; -1 where it goes straight on. */
export declare function heldByWeakMap(where: Paths, node: number): number;

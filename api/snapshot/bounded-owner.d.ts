import type { Heap } from "./heap.ts";
import type { Step } from "./path-steps.ts";
/**
 * How many steps of a path lead to a collection of sawtooth/bounded that something on the path is inside of; null where nothing is.
 * A ScopedMap has no bound unless it is given one, which a snapshot does not show.
 */
export declare function stepsToBounded(heap: Heap, steps: readonly Step[]): number | null;

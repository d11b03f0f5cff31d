import type { Heap } from "./heap.ts";
import type { Step } from "./path-steps.ts";
/**
 * How many steps of a path lead to a collection of sawtooth/bounded that something on the path is inside of and that has a limit;
 * null where there is none. A ScopedMap has no limit unless it is given one, which a snapshot does not show.
 */
export declare function stepsToBounded(heap: Heap, steps: readonly Step[]): number | null;

import type { Heap } from "./heap.ts";
import type { Step } from "./path-steps.ts";

/**
 * How many steps of a path lead to a collection of sawtooth/bounded that something on the path is inside of; null where nothing is.
 * A ScopedMap has no bound unless it is given one, which a snapshot does not show.
 */
export function stepsToBounded(heap: Heap, steps: readonly Step[]): number | null {
  const at = steps.findIndex(({ node }) => {
    const has = (field: string): boolean => heap.property(node, field) >= 0;
    return has("#listed") && !has("#owners") && (has("#throws") || has("#onFull"));
  });
  return at < 0 ? null : at + 1;
}

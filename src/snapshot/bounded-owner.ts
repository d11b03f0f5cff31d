import type { Heap } from "./heap.ts";
import { NodeType } from "./model.ts";
import type { Step } from "./path-steps.ts";

/**
 * How many steps of a path lead to a collection of sawtooth/bounded that something on the path is inside of and that has a limit;
 * null where there is none. A ScopedMap has no limit unless it is given one, which a snapshot does not show.
 */
export function stepsToBounded(heap: Heap, steps: readonly Step[]): number | null {
  const at = steps.findIndex(({ node }, index) => {
    const has = (field: string): boolean => heap.property(node, field) >= 0;
    const isOurs = has("#listed") && !has("#owners") && (has("#throws") || has("#onFull"));
    return (
      isOurs && !isUnbounded(heap, heap.property(node, "#listed")) && own.has(steps[index + 1]?.name ?? "")
    );
  });
  return at < 0 ? null : at + 1;
}

/** Whether it was declared unbounded: only such have a reason. */
function isUnbounded(heap: Heap, listed: number): boolean {
  const reason = heap.property(listed, "reason");
  return reason >= 0 && heap.types[reason] === NodeType.string;
}

/** Where its entries are; a class made of it may have fields of its own. */
const own = new Set(["#listed", "#entries", "#ring"]);

import { judgeGrowth, judgeRareCounts, type Growth } from "#verdict";
import { limitOf } from "./filling-note.ts";
import type { ObservedCollection } from "./suspects.ts";

/** Whether a collection that was observed only grows. */
export function growthOf(observed: ObservedCollection): Growth {
  return observed.countedRarely
    ? judgeRareCounts(observed.points)
    : judgeGrowth(observed.points, observed.watch, limitOf(observed));
}

/** Whether the counts say for certain that it does not leak; of one that was hardly seen to grow they say nothing. */
export function isHealthy(observed: ObservedCollection): boolean {
  const growth = growthOf(observed);
  if (growth.kind === "filling") return true;
  return (
    growth.kind === "healthy" && growth.reason !== "too few looks" && growth.reason !== "gained too little"
  );
}

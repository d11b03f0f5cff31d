import type { GrowingHolder, HeapGrowth, Step } from "#snapshot";
import { holderPath } from "./holder-path.ts";
import { holderKey, turnsOver } from "./snapshot-leak.ts";

/** Of what a step gained at first, the share below which a later one is slower. */
const SLOWER = 0.6;
/** Of its share in the growth of all steps, what a holder must have gained in each to be known by the way to it alone. */
const FAIR = 0.3;

/** A holder in each step from one snapshot to the next; null when it did not grow in all of them. */
export function stepsOf(
  holder: GrowingHolder,
  steps: readonly HeapGrowth[],
): readonly GrowingHolder[] | null {
  const found: GrowingHolder[] = [];
  for (const { holders } of steps) {
    const then = inStep(holder, holders, (holder.net / steps.length) * FAIR);
    if (then === undefined) return null;
    found.push(then);
  }
  return found;
}

function inStep(
  holder: GrowingHolder,
  holders: readonly GrowingHolder[],
  leastNet: number,
): GrowingHolder | undefined {
  const key = holderKey(holder);
  const same = holders.find((other) => holderKey(other) === key);
  if (same !== undefined && grew(same)) return same;
  const { path } = holderPath(holder.steps);
  const together = holders.find(
    (other) => other.coHolders.some((steps) => holderPath(steps).path === path) && grew(other),
  );
  if (together !== undefined) return together;
  // A tree grows at one node or another; what was empty at first is new as a whole in one step, and grows by its parts in another.
  if (holder.shape !== "chain" && (holder.before ?? 0) > 0) return undefined;
  return holders.find((other) => isOnTheWay(holder, other) && other.net >= leastNet && grew(other));
}

/** Whether the way to one holder goes on to the other. */
function isOnTheWay(a: GrowingHolder, b: GrowingHolder): boolean {
  const shorter = Math.min(a.steps.length, b.steps.length);
  return (
    shorter > 0 &&
    a.place?.script === b.place?.script &&
    a.steps.slice(0, shorter).every((step, at) => isSameStep(step, b.steps[at]!, at))
  );
}

function isSameStep(a: Step, b: Step, at: number): boolean {
  return a.name === b.name || (at > 0 && (a.kind === "element" || b.kind === "element"));
}

function grew(holder: GrowingHolder): boolean {
  const { shape, net, before, after, added, removed } = holder;
  if (net <= 0 || turnsOver(holder)) return false;
  // Links of a chain that something else refers to as well are not counted with the rest.
  return (after ?? 1) > (before ?? 0) || (shape === "chain" && added > removed);
}

/**
 * What a holder gained in each step, in words, when that became clearly less: a cache that fills up to its limit does so, a leak
 * does not. null when it did not, and for strings and buffers, which grow by leaps. `gaps` are the seconds of each step; empty
 * when they are not known.
 */
export function slowedGains(grown: readonly GrowingHolder[], gaps: readonly number[]): string | null {
  const counts = grown.map(({ shape, before, after }) =>
    shape === "chain" || before === null || after === null ? null : after - before,
  );
  const counted = counts.filter((count) => count !== null);
  if (counted.length === grown.length) {
    return slows(counted, gaps) ? `${counted.join(", then ")} entries` : null;
  }
  if (!grown.some(({ shape }) => shape === "chain")) return null;
  const bytes = grown.map(({ net }) => net);
  return slows(bytes, gaps) ? `${bytes.map((net) => Math.round(net / 1024)).join(", then ")} KiB` : null;
}

/** Whether the later half of some gains is clearly less than the earlier one, by the step and, where known, by the second. */
export function slows(gains: readonly number[], gaps: readonly number[]): boolean {
  const half = Math.floor(gains.length / 2);
  if (half === 0) return false;
  const sum = (list: readonly number[]): number => list.reduce((all, each) => all + each, 0);
  const early = sum(gains.slice(0, half));
  const late = sum(gains.slice(-half));
  if (late >= early * SLOWER) return false;
  if (gaps.length !== gains.length) return true;
  return late / sum(gaps.slice(-half)) < (early / sum(gaps.slice(0, half))) * SLOWER;
}

import { LAST_MATCH, type GrowingHolder, type HeapGrowth } from "#snapshot";
import type { CollectionKind } from "./finding.ts";
import { holderPath } from "./holder-path.ts";

/** Fewer entries than this, more in one snapshot than in another, mean nothing. */
const FEWEST_ENTRIES = 8;
/** Growth in bytes that is worth a word: so much, and this share of what the heap gained. */
const LEAST_BYTES = 8192;
/** Node.js has pools and tables of its own, which grow to what is needed. */
const LEAST_BYTES_OF_NODE = 32_768;
const LEAST_SHARE = 0.02;
/** What is not counted in entries must have become heavier by so much. */
const LEAST_UNCOUNTED = 8192;
const HEAVIER = 1.2;
/** A collection that kept fewer of its entries than this turns them over: what is in it now is on its way out. */
const KEPT = 0.1;
const MANIFOLD = 20;

/** Whether a holder's growth from one snapshot to the next is what a leak looks like, not the size of the moment. */
export function growsLikeLeak(holder: GrowingHolder, growth: HeapGrowth): boolean {
  if (holder.steps.length === 0 || isOfSnapshot(holder) || isLastMatch(holder)) return false;
  const least = isOfNode(holder) ? LEAST_BYTES_OF_NODE : LEAST_BYTES;
  if (holder.net < least || holder.net < LEAST_SHARE * gained(growth)) return false;
  if (holder.isNew && !isLargeOfOwn(holder, growth)) return false;
  const { before, after } = holder;
  if (before === null || after === null) return growsInBytes(holder);
  if (after - before < FEWEST_ENTRIES) return false;
  return !turnsOver(holder, before, after);
}

/** What was made in the meantime has most often been made ready once; only much of it, of the program's own, is worth a word. */
function isLargeOfOwn(holder: GrowingHolder, growth: HeapGrowth): boolean {
  if (isOfNode(holder)) return false;
  return (holder.after ?? MANY_NEW) >= MANY_NEW && holder.net >= LARGE_SHARE * gained(growth);
}

function isOfNode({ place }: GrowingHolder): boolean {
  return place?.script.startsWith("node:") === true;
}

const MANY_NEW = 100;
const LARGE_SHARE = 0.2;

/** The bytes that all growing holders gained. */
function gained({ holders }: HeapGrowth): number {
  return holders.reduce((sum, { net }) => sum + Math.max(0, net), 0);
}

function growsInBytes({ shape, net, retained, retainedBefore }: GrowingHolder): boolean {
  // An object that holds more than it did is most often one that has been made ready: code, a cache of one.
  if (shape === "object" || shape === "chain" || shape === "code") return false;
  return net >= LEAST_UNCOUNTED && retained >= retainedBefore * HEAVIER;
}

function turnsOver({ kept, removed, shape }: GrowingHolder, before: number, after: number): boolean {
  if (before === 0 || (before >= FEWEST_ENTRIES && after >= before * MANIFOLD)) return false;
  if (kept !== null) return kept < KEPT;
  return shape === "chain" && before >= FEWEST_ENTRIES && removed >= before * (1 - KEPT);
}

/** What the taking of a snapshot itself leaves behind. */
function isOfSnapshot({ steps }: GrowingHolder): boolean {
  return steps.some(({ name }) => /heap_?snapshot/iu.test(name));
}

/** One text takes the place of another, however large either is. */
function isLastMatch({ steps }: GrowingHolder): boolean {
  return steps.some(({ kind, name }) => kind === "builtin" && name === LAST_MATCH);
}

/** What a finding calls the thing that grows. */
export function kindOf({ shape, steps }: GrowingHolder): CollectionKind {
  const last = steps.at(-1)?.kind;
  if (last === "listeners" || last === "reactions") return "listeners";
  if (last === "timers") return "timers";
  if (shape === "WeakMap") return "Map";
  if (shape === "code") return "object";
  return shape === "buffer" ? "buffers" : shape;
}

/** The same holder has the same key in every pair of snapshots. */
export function holderKey({ steps, shape, place }: GrowingHolder): string {
  return [shape, holderPath(steps).path, place?.script ?? ""].join("\0");
}

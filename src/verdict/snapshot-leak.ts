import { LAST_MATCH, type GrowingHolder, type HeapGrowth, type Step } from "#snapshot";
import type { CollectionKind } from "./finding.ts";
import { holderPath } from "./holder-path.ts";

/** Fewer entries than this, more in one snapshot than in another, mean nothing. */
const FEWEST_ENTRIES = 8;
/** A program that loads modules when they are first needed has loaded fewer than this. */
const FEWEST_MODULES = 100;
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
  if (holder.steps.length === 0 || isOfSnapshot(holder) || isOfBuiltins(holder) || isLastMatch(holder))
    return false;
  if (isClearedByCollector(holder)) return false;
  const least = isOfNode(holder) ? LEAST_BYTES_OF_NODE : LEAST_BYTES;
  if (holder.net < least || holder.net < LEAST_SHARE * gained(growth)) return false;
  if (holder.isNew && !isLargeOfOwn(holder, growth)) return false;
  const { before, after } = holder;
  if (before === null || after === null) return growsInBytes(holder);
  if (after - before < (isOfLoader(holder) ? FEWEST_MODULES : FEWEST_ENTRIES)) return false;
  return !turnsOver(holder);
}

/** What Node.js and ScopedMap of sawtooth/bounded keep of objects, until these have been collected and V8 has said so. */
function isClearedByCollector(holder: GrowingHolder): boolean {
  const { typeName, steps } = holder;
  if (typeName !== "FinalizationRegistry") return false;
  return isOfNode(holder) || (steps.at(-2)?.name === "#owners" && steps.at(-1)?.name === "#collected");
}

/** What was made in the meantime has most often been made ready once; only much of it, of the program's own, is worth a word. */
function isLargeOfOwn(holder: GrowingHolder, growth: HeapGrowth): boolean {
  if (isOfNode(holder) && kindOf(holder) !== "timers") return false;
  return (holder.after ?? MANY_NEW) >= MANY_NEW && holder.net >= LARGE_SHARE * gained(growth);
}

function isOfNode({ place, steps }: GrowingHolder): boolean {
  return place?.script.startsWith("node:") === true || isOfFetch(steps);
}

/** The connections and requests that `fetch` has open are kept where every copy of undici finds them. */
function isOfFetch([first]: readonly Step[]): boolean {
  return first?.kind === "global" && first.name.startsWith("[Symbol(undici.");
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

/** Whether nearly all that a holder had has been replaced. */
export function turnsOver({ kept, removed, shape, before, after }: GrowingHolder): boolean {
  if (before === null || after === null) return false;
  if (before === 0 || (before >= FEWEST_ENTRIES && after >= before * MANIFOLD)) return false;
  if (kept !== null) return kept < KEPT;
  return shape === "chain" && before >= FEWEST_ENTRIES && removed >= before * (1 - KEPT);
}

/** What Node.js keeps of each of its own modules that was loaded, and what it has for itself: there is only so much. */
function isOfBuiltins({ steps, place }: GrowingHolder): boolean {
  if (place?.script === "node:internal/bootstrap/realm") return true;
  const isHeld = steps.some((step) => step.kind === "module" || isCacheOfLoader(step));
  return steps[0]?.name === "principal_realm" && !isHeld;
}

/** What is kept of every module that was loaded, by the loader and by the modules that asked for it. */
function isOfLoader({ steps, place }: GrowingHolder): boolean {
  if (place !== null && place.script.startsWith("node:internal/modules/")) return true;
  return steps.some(
    (step, at) =>
      isCacheOfLoader(step) ||
      (step.kind === "module" && step.name === "require" && steps[at + 1]?.name === "cache") ||
      (step.name === "children" && steps[at - 1]?.className === "Module"),
  );
}

function isCacheOfLoader({ className }: Step): boolean {
  return className === "LoadCache" || className === "ResolveCache";
}

/** Whether what a holder gained is what is kept of modules that were loaded. */
export function isLoaded(holder: GrowingHolder): boolean {
  return isOfBuiltins(holder) || isOfLoader(holder);
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
export function kindOf({ shape, steps }: Pick<GrowingHolder, "shape" | "steps">): CollectionKind {
  const last = steps.at(-1)?.kind;
  if (last === "listeners") return "listeners";
  if (last === "reactions") return "promise";
  if (last === "timers") return "timers";
  if (shape === "WeakMap") return "Map";
  if (shape === "code") return "object";
  return shape === "buffer" ? "buffers" : shape;
}

/** The same holder has the same key in every pair of snapshots. */
export function holderKey({ steps, shape, place }: GrowingHolder): string {
  return [shape, holderPath(steps).path, place?.script ?? ""].join("\0");
}

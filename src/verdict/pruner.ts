import type { CountPoint } from "./growth.ts";

/** Something in a program that may keep a collection from growing for ever, and that a window may be too short to see at work. */
export interface Pruner {
  /** Entries from which it takes some out; null where it does not go by their number, or the number is not known. */
  readonly limit: number | null;
  /** Whether it goes by the number of entries at all. */
  readonly bySize: boolean;
  /** Milliseconds after which an entry has gone at the latest, or is taken to have. */
  readonly goneAfterMs: number;
}

/** What was seen of a collection that grows and has a pruner. */
export interface PrunedGrowth {
  readonly points: readonly CountPoint[];
  /** Entries added and taken out while it was watched; null where that was not seen. */
  readonly turnover: { readonly inserts: number; readonly removed: number | null } | null;
  /** Milliseconds the process had been running when the window began; null where that is not known. */
  readonly uptimeMs: number | null;
  readonly entryBytes: number | null;
  /** Bytes until the nearest limit of memory; null where there is none. */
  readonly freeBytes: number | null;
}

/** Why growth is not called a leak yet: it is filling to a limit, or has to be watched for longer. */
export type Wait =
  | { readonly kind: "filling"; readonly limit: number }
  | { readonly kind: "too early"; readonly windowMs: number };

/** A pruner that has had its time twice over and let the collection grow on does not work. */
const patience = 2;
/** A pruner that was seen to take out this share of what came in, and could not keep up, does not keep up later either. */
const atWork = 0.05;
const fewestRemoved = 4;
/** Growth since the start of the process has brought as many entries as there are, or nearly. */
const sinceStart = 0.6;

/** What to wait for before the growth is called a leak; null when nothing, because the pruner has had its chance. */
export function waitFor(pruner: Pruner, growth: PrunedGrowth): Wait | null {
  const { points } = growth;
  const last = points.at(-1);
  if (last === undefined) return null;
  if (pruner.bySize && pruner.limit !== null)
    return last.count < pruner.limit ? { kind: "filling", limit: pruner.limit } : null;
  if (!pruner.bySize && wasAtWork(growth)) return null;
  const { goneAfterMs } = pruner;
  const grownForMs = grownFor(growth);
  if (grownForMs > goneAfterMs * patience || outgrowsMemory(growth, goneAfterMs)) return null;
  return { kind: "too early", windowMs: goneAfterMs * patience };
}

function wasAtWork({ turnover }: PrunedGrowth): boolean {
  if (turnover === null || turnover.removed === null) return false;
  return turnover.removed >= Math.max(fewestRemoved, turnover.inserts * atWork);
}

/** For how long it has grown like this: since the process began, where that accounts for all there is. */
function grownFor({ points, uptimeMs }: PrunedGrowth): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  const windowMs = last.atMs - first.atMs;
  const perMs = (last.count - first.count) / windowMs;
  const accountsForAll = uptimeMs !== null && first.count >= perMs * uptimeMs * sinceStart;
  return accountsForAll ? uptimeMs + windowMs : windowMs;
}

function outgrowsMemory({ points, entryBytes, freeBytes }: PrunedGrowth, withinMs: number): boolean {
  if (entryBytes === null || freeBytes === null) return false;
  const [first, last] = [points[0]!, points.at(-1)!];
  const perMs = (last.count - first.count) / (last.atMs - first.atMs);
  return perMs * withinMs * entryBytes > freeBytes;
}

/** Entries in flight may make two counts of the same things differ by this much, or by a share of the growth. */
const slack = { entries: 3, share: 0.08 };

/**
 * Whether one count rose with another, entry for entry, at every look: what is kept for each open connection, say. `each` is how
 * many entries go with one of the other; counted at the same times.
 */
export function risesWith(points: readonly CountPoint[], other: readonly CountPoint[], each = 1): boolean {
  const others = new Map(other.map(({ atMs, count }) => [atMs, count]));
  const common = points.filter(({ atMs }) => others.has(atMs));
  const [first, last] = [common[0], common.at(-1)];
  if (first === undefined || last === undefined || common.length < points.length / 2) return false;
  const gained = last.count - first.count;
  const most = Math.max(slack.entries, gained * slack.share);
  const start = others.get(first.atMs)!;
  return common.every(
    ({ atMs, count }) => Math.abs(count - first.count - each * (others.get(atMs)! - start)) <= most,
  );
}

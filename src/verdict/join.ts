import { firstLimit } from "#series";
import type { CountPoint } from "./growth.ts";
import type {
  Forecast,
  Holder,
  Leak,
  MemoryLimit,
  MemoryParts,
  MemoryPoint,
  Package,
  Range,
  Site,
  Unexplained,
} from "./finding.ts";
import { liveGrowth } from "./memory-growth.ts";
import { remedyFor, type Lifetime, type Removal } from "./remedy.ts";

/** A collection that only grows, with all that was found out about it. */
export interface GrowingCollection {
  readonly holder: Holder;
  readonly site: Site | null;
  readonly package: Package | null;
  readonly points: readonly CountPoint[];
  readonly removed: number | null;
  /** Estimated bytes per entry; null when no entry could be sized. */
  readonly entryBytes: number | null;
  readonly sampledInserts: number;
  /** Why insertions could not be watched; null when they were. */
  readonly unwatched: string | null;
  /** For listeners of several events taken together: the events. */
  readonly events?: readonly string[];
  readonly lifetime: Lifetime | null;
  readonly removals: readonly Removal[];
}

/** Sizes are estimated from a few entries: the rate may be off by so much either way. */
const sizeError = { low: 0.7, high: 1.4 };

/** One leak as the finding tells it. */
export function leakOf(
  collection: GrowingCollection,
  limits: readonly MemoryLimit[],
  memory: readonly MemoryPoint[],
): Leak {
  const { holder, site, points, removed, entryBytes } = collection;
  const first = points[0]!;
  const last = points.at(-1)!;
  const seconds = (last.atMs - first.atMs) / 1000;
  const perSecond = (last.count - first.count) / seconds;
  const perHour = entryBytes === null ? null : perSecond * 3600 * entryBytes;
  return {
    holder,
    site,
    // The pieces that a text is counted in are ours.
    entries: holder.kind === "string" ? null : { before: first.count, after: last.count, perSecond, removed },
    bytes: {
      retained: entryBytes === null ? null : entryBytes * last.count,
      perEntry: holder.kind === "string" ? null : entryBytes,
      perHour,
    },
    forecast: perHour === null ? null : forecastOf(limits, perHour),
    package: collection.package,
    evidence: evidenceOf(collection),
    explained: explainedBy(perHour, liveGrowth(memory)),
    remedy: remedyFor({
      holder,
      site,
      lifetime: collection.lifetime,
      removals: collection.removals,
      removed,
      package: collection.package === null ? null : nameOf(collection.package),
    }),
  };
}

/** Worst first: by the bytes they add in an hour, then by entries. */
export function ranked(leaks: readonly Leak[]): Leak[] {
  const rate = ({ bytes, entries }: Leak): number => bytes.perHour ?? (entries?.perSecond ?? 0) * 3600 * 8;
  return [...leaks].sort((a, b) => rate(b) - rate(a));
}

/**
 * The leaks with the size of the one that cannot be sized, such as reactions of a promise: what memory grew by beyond the
 * others. As they are where several cannot, or where the growth is not known.
 */
export function sizedByRest(
  leaks: readonly Leak[],
  growth: Range | null,
  limits: readonly MemoryLimit[],
): Leak[] {
  const unsized = leaks.filter(({ bytes }) => bytes.perHour === null);
  const [only] = unsized;
  const sized = leaks.reduce((sum, { bytes }) => sum + (bytes.perHour ?? 0), 0);
  if (growth === null || growth.low <= sized || !only?.entries || unsized.length > 1) return [...leaks];
  const perHour = growth.middle - sized;
  const told: Leak = {
    ...only,
    bytes: { retained: null, perEntry: Math.round(perHour / (only.entries.perSecond * 3600)), perHour },
    forecast: forecastOf(limits, perHour),
    explained: perHour / growth.middle,
    evidence: [...only.evidence, "its size is what memory grew by otherwise unexplained"],
  };
  return leaks.map((leak) => (leak === only ? told : leak));
}

/** When the first of the limits is reached at this rate. */
export function forecastOf(limits: readonly MemoryLimit[], perHour: number): Forecast | null {
  const rate = { low: perHour * sizeError.low, middle: perHour, high: perHour * sizeError.high };
  const first = firstLimit(limits, rate);
  if (first === null) return null;
  const { limit, time } = first;
  return {
    limit: limit.kind,
    limitBytes: limit.bytes,
    lowSeconds: time.lowSeconds,
    highSeconds: time.highSeconds,
  };
}

/** Growth of live memory that the leaks leave unexplained; only when it is certain and considerable. */
export function unexplainedGrowth(
  growth: Range | null,
  leaks: readonly Leak[],
  windowMs: number,
  parts: MemoryParts | null = null,
): Unexplained | null {
  if (growth === null || growth.low <= 0) return null;
  const explained = leaks.reduce((sum, { bytes }) => sum + (bytes.perHour ?? 0), 0);
  const bytes = ((growth.low - explained * sizeError.high) * windowMs) / 3_600_000;
  if (bytes < fewestUnexplained || growth.low < explained * 2) return null;
  const kind = kindOf(parts, bytes);
  return {
    bytes: Math.round(bytes),
    kind,
    parts,
    meaning:
      leaks.length === 0
        ? meanings[kind]
        : "More grows than the leaks above hold: entries may be larger than estimated, or something the walk does not reach grows too.",
    next: [],
  };
}

const fewestUnexplained = 4 * 1024 * 1024;

const meanings = {
  heap: "The heap grows, but no collection that the walk reached does: variables of functions that wait, closures, promises that never settle, or objects held by native code.",
  buffers:
    "ArrayBuffers grow, Buffers among them, but no collection that the walk reached gains any: one that is made again larger each time, or buffers that native code or a function that waits holds.",
  external:
    "What native code holds for JavaScript objects grows, but no collection of them does: WebAssembly memory, or streams and contexts (compression, TLS, crypto) that native code holds.",
} as const;

/** Which memory most of the growth is. */
function kindOf(parts: MemoryParts | null, bytes: number): keyof typeof meanings {
  if (parts === null) return "heap";
  if (parts.buffers > bytes / 2) return "buffers";
  return parts.external > bytes / 2 ? "external" : "heap";
}

function explainedBy(perHour: number | null, growth: Range | null): number | null {
  if (perHour === null || growth === null || growth.low <= 0) return null;
  return Math.min(1, perHour / growth.middle);
}

function evidenceOf({
  holder,
  points,
  sampledInserts,
  unwatched,
  site,
  events,
}: GrowingCollection): string[] {
  const evidence = [`${points.length} counts, rising throughout`];
  if (sampledInserts > 0)
    evidence.push(`${sampledInserts} sampled ${sampledInserts === 1 ? "insert" : "inserts"}`);
  if (events !== undefined) evidence.push(`listeners for ${events.join(", ")}`);
  if (unwatched !== null && holder.kind !== "timers") evidence.push(`not watched: ${unwatched}`);
  if (site?.seenBy === "source text") evidence.push("the line was read in the source, not observed");
  return evidence;
}

function nameOf({ name, version }: Package): string {
  return version === null ? name : `${name}@${version}`;
}

import type { Pruning, Sources } from "#source";
import {
  risesWith,
  waitFor,
  type CountPoint,
  type GrowingCollection,
  type MemoryLimit,
  type PrunedGrowth,
  type Pruner,
} from "#verdict";
import { connections, type CollectionFacts } from "#walk";
import type { ObservedCollection } from "./suspects.ts";

/** A collection that grew throughout the window, and the files that may say what takes its entries out again. */
export interface GrownCollection {
  readonly observed: ObservedCollection;
  readonly collection: GrowingCollection;
  /** What it is called and where it stands. */
  readonly path: string;
  /** Original files: where it is added to, where it is declared. */
  readonly files: readonly string[];
}

/** What else was seen of the thread that holds it. */
export interface GrownAmong {
  readonly suspects: readonly ObservedCollection[];
  /** The lists of timers that wait. */
  readonly timers: readonly CollectionFacts[];
  readonly limits: readonly MemoryLimit[];
  /** The modules it has loaded. */
  readonly files: readonly string[];
  /** Null where it is not known. */
  readonly uptimeMs: number | null;
}

/** Timers that wait for longer pile up for too long to be waited for. */
const longestTimerMs = 600_000;
/** Entries that a collection may have for each connection: one for each direction, say. */
const eachConnection = [1, 2];
const defaultEveryMs = 60_000;
/** How long entries are taken to stay where no number says it. */
const unknownAgeMs = 120_000;

/**
 * Why a collection that grew throughout is no leak as far as can be told yet, and how long to look to tell; null when it is
 * one. What is kept for each open connection goes when the connection closes; what a timer or a limit takes out goes in its
 * time, unless it had the time and did not.
 */
export async function waitNote(
  grown: GrownCollection,
  among: GrownAmong,
  sources: Sources,
): Promise<string | null> {
  return withConnections(grown, among) ?? ofTimers(grown, among) ?? (await pruned(grown, among, sources));
}

function withConnections({ observed, path }: GrownCollection, { suspects }: GrownAmong): string | null {
  const open = suspects.find(isConnections);
  if (open === undefined) return null;
  const [before, after] = [open.points[0]!.count, open.points.at(-1)!.count];
  if (open === observed)
    return `The open connections rose from ${before} to ${after}: clients open them, so that is no leak of the program.`;
  return eachConnection.some((each) => risesWith(observed.points, open.points, each))
    ? `${path} grew with the open connections, from ${before} to ${after}: no leak as long as they are open.`
    : null;
}

function isConnections({ facts }: ObservedCollection): boolean {
  return facts.kind === "handles" && facts.className === connections;
}

function ofTimers({ observed, collection, path }: GrownCollection, among: GrownAmong): string | null {
  const goneAfterMs = timerMs(observed);
  if (goneAfterMs === null) return null;
  const wait = waitFor({ limit: null, bySize: false, goneAfterMs }, seen(observed, collection, among));
  if (wait?.kind !== "too early") return null;
  return `${path} rose by ${gained(observed.points)}, and each ends by itself: too early to call it a leak. ${again(wait.windowMs)}`;
}

/** How long the timers of a list wait, where each is called once and that is not for too long. */
function timerMs({ facts }: ObservedCollection): number | null {
  const last = facts.steps.at(-1);
  if (facts.kind !== "timers" || last === undefined) return null;
  if (facts.callbacks.length === 0 || facts.callbacks.some(({ repeats }) => repeats)) return null;
  const ms = Number(last.name);
  return ms <= longestTimerMs ? ms : null;
}

const prunedKinds: ReadonlySet<string> = new Set(["Map", "Set", "Array", "object"]);

async function pruned(
  { observed, collection, path, files }: GrownCollection,
  among: GrownAmong,
  sources: Sources,
): Promise<string | null> {
  if (!prunedKinds.has(observed.facts.kind)) return null;
  // The text names what the entries hang on: `index` for `index[…]`.
  const named = collection.holder.path.replace(/(?:\[…\])+$/, "");
  // A limit that was found in the program and passed shows that what heeds it does not work.
  const { bound } = observed.facts;
  const passed = bound !== null && bound.value <= observed.points.at(-1)!.count;
  const others = among.files.filter((each) => sources.isApplication(each));
  for (const file of new Set(files))
    for (const pruning of await sources.prunings(file, named, others)) {
      if (passed && pruning.kind === "size") continue;
      const everyMs = await waitingMs(pruning, file, among, sources);
      const pruner = prunerOf({ ...pruning, everyMs }, observed.members);
      const wait = waitFor(pruner, seen(observed, collection, among));
      if (wait === null) continue;
      const place = `${sources.display(file)}:${pruning.line}`;
      if (wait.kind === "filling")
        return `${path} is still filling: ${observed.points.at(-1)!.count} of ${wait.limit} entries, from which on ${place} takes some out.`;
      return `${path} gained ${gained(observed.points)} entries, but ${place} ${how({ ...pruning, everyMs })}: too early to call it a leak. ${again(wait.windowMs)}`;
    }
  return null;
}

/**
 * How long the timer of a pruning waits. What waits in the program is more certain than what the text says: of the timers whose
 * callbacks stand in the file, the one of the text or else the longest.
 */
async function waitingMs(
  { kind, everyMs }: Pruning,
  file: string,
  { timers }: GrownAmong,
  sources: Sources,
): Promise<number | null> {
  const waiting: number[] = [];
  for (const { steps, callbacks } of kind === "timer" ? timers : [])
    for (const { text } of callbacks)
      if (text !== null && (await sources.contains(file, text))) waiting.push(Number(steps.at(-1)?.name));
  if (waiting.length === 0 || (everyMs !== null && waiting.includes(everyMs))) return everyMs;
  return Math.max(...waiting);
}

function prunerOf({ kind, limit, everyMs, keptMs, whole }: Pruning, members: number): Pruner {
  if (kind === "size")
    return { bySize: true, limit: limit === null ? null : limit * members, goneAfterMs: unknownAgeMs };
  if (kind === "timer" && whole) return { bySize: false, limit: null, goneAfterMs: everyMs ?? unknownAgeMs };
  const pauseMs = kind === "timer" ? (everyMs ?? defaultEveryMs) : 0;
  return { bySize: false, limit: null, goneAfterMs: (keptMs ?? unknownAgeMs) + pauseMs };
}

function how({ kind, everyMs }: Pruning): string {
  if (kind === "size") return "takes entries out when there are too many";
  if (kind === "age") return "takes out what has become old";
  return everyMs === null
    ? "takes entries out by a timer"
    : `takes entries out by a timer of ${spoken(everyMs)}`;
}

function seen(
  { points, watch }: ObservedCollection,
  { entryBytes }: GrowingCollection,
  { limits, uptimeMs }: GrownAmong,
): PrunedGrowth {
  const free = limits.map(({ bytes, usedBytes }) => bytes - usedBytes);
  return {
    points,
    turnover: watch === null || watch.inserts === 0 ? null : watch,
    uptimeMs,
    entryBytes,
    freeBytes: free.length === 0 ? null : Math.min(...free),
  };
}

function gained(points: readonly CountPoint[]): number {
  return points.at(-1)!.count - points[0]!.count;
}

const longestWindowMs = 900_000;

function again(windowMs: number): string {
  return windowMs > longestWindowMs
    ? `Look again once it has run for ${spoken(windowMs)}.`
    : `Look again with --for ${spoken(windowMs).replace(" ", "").replace("min", "m")}.`;
}

/** `45 s`, `3 min`, `2 h`: rounded up. */
function spoken(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)} ms`;
  if (ms <= 90_000) return `${Math.ceil(ms / 1000)} s`;
  return ms <= 5_400_000 ? `${Math.ceil(ms / 60_000)} min` : `${Math.ceil(ms / 3_600_000)} h`;
}

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
import type { ScriptPlace } from "#snapshot";
import { connections, isCapacityName, type CollectionFacts, type FunctionText } from "#walk";
import { siteOfAppends } from "./locate-site.ts";
import type { ObservedCollection } from "./suspects.ts";

/** A function that a timer is to call, by its text as a walk knows it, or by its place as a snapshot does. */
type WaitingCallback = (FunctionText | ScriptPlace) & { readonly repeats: boolean };

/** A list of timers: how long each waits is the name of its last step. */
export interface WaitingTimers {
  readonly steps: CollectionFacts["steps"];
  readonly callbacks: readonly WaitingCallback[];
}

/** Something that was counted, by a walk or in snapshots. */
export interface Counted extends Pick<ObservedCollection, "points" | "members" | "watch"> {
  readonly facts: Pick<CollectionFacts, "kind" | "className" | "bound" | "fields"> & WaitingTimers;
}

/** How much something grew. */
export interface GrowthWords {
  /** By how much, as in `gained 40 entries`. */
  readonly grew: string;
  /** How many entries there are now. */
  readonly has: string;
}

/** A collection that grew throughout the window, and the files that may say what takes its entries out again. */
export interface GrownCollection {
  readonly observed: Counted;
  /** Whether a field of the object that holds it is no limit, because it has no number in it. */
  readonly isUnset: (field: string) => boolean;
  readonly collection: GrowingCollection;
  /** What it is called and where it stands. */
  readonly path: string;
  readonly words: GrowthWords;
  /** Original files: where it is added to, where it is declared. */
  readonly files: readonly string[];
  /** Original files of those who call what adds to it. */
  readonly callers: readonly string[];
}

/** What else was seen of the thread that holds it. */
export interface GrownAmong {
  readonly suspects: readonly Counted[];
  /** The lists of timers that wait; null where they are not known. */
  readonly timers: readonly WaitingTimers[] | null;
  readonly limits: readonly MemoryLimit[];
  /** The modules it has loaded. */
  readonly files: readonly string[];
  /** Null where it is not known. */
  readonly uptimeMs: number | null;
  /** Collections that wait for timers of their own, one for each entry. */
  readonly expiring: readonly Expiring[];
  /** What to do to see it over so many milliseconds, a sentence. */
  readonly again: (windowMs: number) => string;
}

/** A collection each entry of which a timer takes out. */
export interface Expiring {
  readonly path: string;
  readonly points: readonly CountPoint[];
  /** How long each timer waits. */
  readonly afterMs: number;
}

/** Why growth is no leak as far as can be told yet. */
export interface WaitNote {
  /** One sentence, and when to look again. */
  readonly text: string;
  /** Set where each entry has a timer. */
  readonly expiring: Expiring | null;
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
): Promise<WaitNote | null> {
  const text = withConnections(grown, among) ?? ofTimers(grown, among);
  if (text !== null) return { text, expiring: null };
  if (grown.observed.facts.kind === "string") return ofText(grown, among, sources);
  return (await pruned(grown, among, sources)) ?? (await ofPackageTimers(grown, among, sources));
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

function isConnections({ facts }: Counted): boolean {
  return facts.kind === "handles" && facts.className === connections;
}

function ofTimers(
  { observed, collection, path, words: { grew } }: GrownCollection,
  among: GrownAmong,
): string | null {
  const goneAfterMs = timerMs(observed);
  if (goneAfterMs === null) return null;
  const emptied = among.expiring.find(
    ({ afterMs, points }) => afterMs === goneAfterMs && risesWith(observed.points, points),
  );
  if (emptied !== undefined) return `${path} ${grew}: each takes an entry out of ${emptied.path}.`;
  if (goneAfterMs > longestTimerMs) return null;
  const wait = waitFor({ limit: null, bySize: false, goneAfterMs }, seen(observed, collection, among));
  if (wait?.kind !== "too early") return null;
  return `${path} ${grew}, and each ends by itself: too early to call it a leak. ${among.again(wait.windowMs)}`;
}

/** How long the timers of a list wait, where each is called once. */
function timerMs({ facts }: Counted): number | null {
  const last = facts.steps.at(-1);
  if (facts.kind !== "timers" || last === undefined) return null;
  if (facts.callbacks.length === 0 || facts.callbacks.some(({ repeats }) => repeats)) return null;
  return Number(last.name);
}

const prunedKinds: ReadonlySet<string> = new Set(["Map", "Set", "Array", "object"]);

async function pruned(
  { observed, collection, path, words, files, callers, isUnset }: GrownCollection,
  among: GrownAmong,
  sources: Sources,
): Promise<WaitNote | null> {
  if (!prunedKinds.has(observed.facts.kind)) return null;
  // The text names what the entries hang on: `index` for `index[…]`.
  const named = collection.holder.path.replace(/(?:\[…\])+$/, "");
  // A limit that was found in the program and passed shows that what heeds it does not work.
  const { bound } = observed.facts;
  const passed = bound !== null && bound.value <= observed.points.at(-1)!.count;
  const others = [...new Set([...callers, ...among.files.filter((each) => sources.isApplication(each))])];
  for (const file of new Set(files))
    for (const pruning of await sources.prunings(file, named, others)) {
      const { limit, limitField } = pruning;
      const unset = limit === null && limitField !== null && isUnset(limitField);
      if (pruning.kind === "size" && (passed || unset)) continue;
      const waiting = pruning.kind === "timer" ? await waitingIn(file, among, sources) : [];
      if (!isArmed(pruning, waiting, among) || staysForEver(pruning, observed.facts)) continue;
      const everyMs = waitingMs(pruning, waiting);
      const pruner = prunerOf({ ...pruning, everyMs }, observed.members);
      const wait = waitFor(pruner, seen(observed, collection, among));
      if (wait === null) continue;
      const place = `${sources.display(file)}:${pruning.line}`;
      const { points } = observed;
      const text =
        wait.kind === "filling"
          ? `${path} is still filling: ${words.has} of ${wait.limit} entries, from which on ${place} takes some out.`
          : `${path} ${words.grew}, but ${place} ${how({ ...pruning, everyMs })}: too early to call it a leak. ${among.again(wait.windowMs)}`;
      const eachAlone = pruning.kind === "timer" && pruning.whole && everyMs !== null;
      return { text, expiring: eachAlone ? { path, points, afterMs: everyMs } : null };
    }
  return null;
}

/** A text is no leak where no line of the program appends to it, or as long as one that begins it anew may be waited for. */
async function ofText(
  { observed, collection, path, words: { grew }, files }: GrownCollection,
  among: GrownAmong,
  sources: Sources,
): Promise<WaitNote | null> {
  const [file] = files;
  const others = among.files.filter((each) => sources.isApplication(each));
  const { site, reset } =
    file === undefined
      ? { site: null, reset: null }
      : await siteOfAppends(file, collection.holder, others, sources);
  if (site === null)
    return {
      text: `${path} ${grew}, and no line was found that appends to it: no leak as far as can be told.`,
      expiring: null,
    };
  const pruner: Pruner = { bySize: false, limit: null, goneAfterMs: unknownAgeMs };
  const wait = reset === null ? null : waitFor(pruner, seen(observed, collection, among));
  if (reset === null || wait?.kind !== "too early") return null;
  return {
    text: `${path} ${grew}, but ${reset.file}:${reset.line} begins it anew: too early to call it a leak. ${among.again(wait.windowMs)}`,
    expiring: null,
  };
}

const takesOut = /\b(?:delete|del|remove|expire|evict|drop|clear)\w*\b/i;

/**
 * A package that sets a timer for each entry, to take it out again, may do so in any of its files: as many timers wait as
 * entries came, and they call something of that package that takes out.
 */
async function ofPackageTimers(
  { observed, collection, path, words: { grew } }: GrownCollection,
  among: GrownAmong,
  sources: Sources,
): Promise<WaitNote | null> {
  const owner = collection.package?.name;
  if (owner === undefined || !prunedKinds.has(observed.facts.kind)) return null;
  for (const list of among.suspects) {
    const afterMs = timerMs(list);
    if (afterMs === null || !risesWith(observed.points, list.points)) continue;
    const [callback] = list.facts.callbacks;
    if (!callback || !("text" in callback) || callback.text === null || !takesOut.test(callback.text))
      continue;
    const { text, line, column, files } = callback;
    const script = await sources.locate({ text, line, column }, [...new Set([...files, ...among.files])]);
    if (script === null || sources.package(script)?.name !== owner) continue;
    const pruner: Pruner = { bySize: false, limit: null, goneAfterMs: afterMs };
    const wait = waitFor(pruner, seen(observed, collection, among));
    if (wait?.kind !== "too early") continue;
    return {
      text: `${path} ${grew}, and as many timers of ${spoken(afterMs)} in ${owner} wait to take them out: too early to call it a leak. ${among.again(wait.windowMs)}`,
      expiring: { path, points: observed.points, afterMs },
    };
  }
  return null;
}

/** Whether it is another part of an object of a package, which loses its entries with the part that is waited for. */
export function goesWith(each: GrowingCollection, waited: GrowingCollection): boolean {
  const { path, name } = waited.holder;
  const owner = path.slice(0, -name.length).replace(/\.$/, "");
  const isPart = /^[.[]/.test(each.holder.path.slice(owner.length)) && each.holder.path.startsWith(owner);
  return waited.package !== null && owner !== "" && isPart && risesWith(each.points, waited.points);
}

/** The fields whose value a walk would have found to be a limit, had it been a number. */
export function unsetWithout(bound: CollectionFacts["bound"]): (field: string) => boolean {
  return (field) => bound === null && isCapacityName(field);
}

/** A timer that the text sets may be set only by an option, or for a call that is over: one that works is waiting. */
function isArmed(
  { kind, everyMs, elsewhere }: Pruning,
  waiting: readonly number[],
  { timers }: GrownAmong,
): boolean {
  if (kind !== "timer" || elsewhere || timers === null || waiting.length > 0) return true;
  return timers.some(({ steps }) => Number(steps.at(-1)?.name) === everyMs);
}

/** Whether what is asked for the time of an entry finds none: a cache whose entries were put in without one. */
function staysForEver({ timeFields }: Pruning, { fields }: Pick<CollectionFacts, "fields">): boolean {
  if (fields === null || timeFields.length === 0) return false;
  return timeFields.every((name) =>
    fields.names.includes(name) ? !fields.told.includes(name) : fields.plain,
  );
}

/** How long the timers wait whose callbacks stand in the file, in milliseconds. */
async function waitingIn(
  file: string,
  { timers, files }: GrownAmong,
  sources: Sources,
): Promise<readonly number[]> {
  const waiting: number[] = [];
  for (const { steps, callbacks } of timers ?? [])
    for (const callback of callbacks)
      if (await standsIn(file, callback, files, sources)) waiting.push(Number(steps.at(-1)?.name));
  return waiting;
}

async function standsIn(
  file: string,
  callback: WaitingCallback,
  files: readonly string[],
  sources: Sources,
): Promise<boolean> {
  if ("script" in callback) return placedIn(file, callback, sources);
  const { text, line, column, files: exporting } = callback;
  if (text === null || (await sources.contains(file, text))) return true;
  // What does not run itself is what something that runs was made from.
  if (files.some((each) => each.endsWith(file))) return false;
  const script = await sources.locate({ text, line, column }, [...new Set([...exporting, ...files])]);
  return script !== null && (await sources.place(script, line + 1, column + 1)).file === file;
}

async function placedIn(
  file: string,
  { script, line, column }: ScriptPlace,
  sources: Sources,
): Promise<boolean> {
  if (script === "" || line === null || column === null) return false;
  return (await sources.place(script, line, column)).file === file;
}

/**
 * How long the timer of a pruning waits. What waits in the program is more certain than what the text says: the one of the
 * text or else the longest.
 */
function waitingMs({ everyMs }: Pruning, waiting: readonly number[]): number | null {
  return waiting.length === 0 || (everyMs !== null && waiting.includes(everyMs))
    ? everyMs
    : Math.max(...waiting);
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
  { points, watch }: Counted,
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

/** How much something that was counted grew. */
export function wordsOf({ facts: { kind }, points }: Counted, entryBytes: number | null): GrowthWords {
  const last = points.at(-1)!.count;
  return { grew: grewBy(kind, last - points[0]!.count, entryBytes), has: String(last) };
}

function grewBy(kind: CollectionFacts["kind"], gained: number, entryBytes: number | null): string {
  if (kind === "string") return `grew by ${Math.round((gained * (entryBytes ?? 0)) / 1024)} KiB`;
  return kind === "timers" ? `rose by ${gained}` : `gained ${gained} entries`;
}

const longestWindowMs = 900_000;

/** How a window of that length is asked for on the command line. */
export function lookAgain(windowMs: number): string {
  return windowMs > longestWindowMs
    ? `Look again once it has run for ${spoken(windowMs)}.`
    : `Look again with --for ${spoken(windowMs).replace(" ", "").replace("min", "m")}.`;
}

/** Milliseconds as `45 s`, `3 min`, `2 h`: rounded up. */
export function spoken(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)} ms`;
  if (ms <= 90_000) return `${Math.ceil(ms / 1000)} s`;
  return ms <= 5_400_000 ? `${Math.ceil(ms / 60_000)} min` : `${Math.ceil(ms / 3_600_000)} h`;
}

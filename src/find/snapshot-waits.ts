import { basename } from "node:path";
import {
  collectionAt,
  Heap,
  openConnections,
  type Scopes,
  slotsOf,
  stepsToBounded,
  waitingTimers,
  type Graph,
  type GrowingHolder,
} from "#snapshot";
import type { Sources } from "#source";
import { holderPath, type CountPoint, type GrowingCollection, type Leak } from "#verdict";
import { connections } from "#walk";
import { fillingNote } from "./filling-note.ts";
import type { PlacedLeak } from "./leak-in-source.ts";
import {
  goesWith,
  spoken,
  waitNote,
  wordsOf,
  type Counted,
  type Expiring,
  type GrownAmong,
  type GrownCollection,
  type WaitingTimers,
  type WaitNote,
} from "./wait-note.ts";

/** What the last snapshot is compared with. */
export interface ComparedGraphs {
  readonly first?: Graph;
  /** From the first to the last, seconds; 0 where that is not known. */
  readonly seconds: number;
}

/** The last snapshot, and the source of what ran. */
export interface ReadableSnapshot {
  readonly heap: Heap;
  readonly scopes: Scopes;
  /** The scripts that ran. */
  readonly files: readonly string[];
  readonly sources: Sources;
}

/** A leak by snapshots, and where it was found. */
export interface PlacedHolder extends PlacedLeak {
  readonly growing: GrowingHolder;
}

/** Leaks by snapshots, and why others are none as far as can be told yet, a sentence each. */
export interface JudgedByText {
  readonly leaks: readonly Leak[];
  readonly notes: readonly string[];
}

type Points = readonly [CountPoint, CountPoint];

/**
 * Takes out what the source says is cut back, by the rules that hold where collections are counted in a process: what is filling
 * up to a limit, waits for a timer, or goes with the open connections. What belongs to that goes with it.
 */
export async function judgedByText(
  placed: readonly PlacedHolder[],
  { first, seconds }: ComparedGraphs,
  { heap, scopes, files, sources }: ReadableSnapshot,
): Promise<JudgedByText> {
  if (placed.length === 0) return { leaks: [], notes: [] };
  const timers = timersIn({ heap, scopes });
  const windowMs = seconds * 1000;
  const expiring: Expiring[] = [];
  const among: GrownAmong = {
    suspects: first === undefined ? [] : connectionsIn(new Heap(first), heap, windowMs),
    timers,
    limits: [],
    files,
    uptimeMs: null,
    expiring,
    again: (ms) => `Compare snapshots that were taken ${spoken(ms)} apart.`,
  };
  const waiting: GrowingCollection[] = [];
  const growing: { readonly at: PlacedHolder; readonly collection: GrowingCollection | null }[] = [];
  const notes: string[] = [];
  // Timers last: what they do to the others tells what they are.
  const isTimers = ({ leak }: PlacedHolder): boolean => leak.holder?.kind === "timers";
  for (const at of placed.toSorted((a, b) => Number(isTimers(a)) - Number(isTimers(b)))) {
    const within = stepsToBounded(heap, at.growing.steps);
    if (within !== null) {
      notes.push(boundedNote(at.growing, within));
      continue;
    }
    const collection = collectionOf(heap, at, windowMs);
    const wait =
      collection &&
      (await waitOf(grownOf(at, collection, { heap, timers }), at.leak.entries !== null, among, sources));
    if (collection === null || wait === null) {
      growing.push({ at, collection });
      continue;
    }
    notes.push(wait.text);
    if (wait.expiring !== null) expiring.push(wait.expiring);
    waiting.push(collection);
  }
  const leaking = new Set(
    growing
      .filter(
        (each) => !waiting.some((waited) => each.collection !== null && goesWith(each.collection, waited)),
      )
      .map(({ at: { leak } }) => leak),
  );
  return {
    leaks: placed.map(({ leak }) => leak).filter((leak) => leaking.has(leak)),
    notes: [...new Set(notes)],
  };
}

function boundedNote({ steps, place }: GrowingHolder, within: number): string {
  const { path } = holderPath(steps.slice(0, within));
  return `${path}${place === null ? "" : ` (${basename(place.script)})`} is one of sawtooth/bounded and still filling: no leak, as it has a limit, though no snapshot tells which.`;
}

/** A limit that a snapshot shows is more certain than what the text says. */
async function waitOf(
  grown: GrownCollection,
  counted: boolean,
  among: GrownAmong,
  sources: Sources,
): Promise<WaitNote | null> {
  const { observed, path } = grown;
  const { bound } = observed.facts;
  // What is not counted is not compared with connections.
  if (bound === null) return waitNote(grown, counted ? among : { ...among, suspects: [] }, sources);
  return observed.points.at(-1)!.count < bound.value
    ? { text: fillingNote(path, observed), expiring: null }
    : null;
}

/** The open connections, where they rose. */
function connectionsIn(before: Heap, after: Heap, windowMs: number): Counted[] {
  const [then, now] = [openConnections(before), openConnections(after)];
  const facts = {
    kind: "handles",
    className: connections,
    bound: null,
    fields: null,
    steps: [],
    callbacks: [],
  } as const;
  return now > then ? [{ facts, members: 1, watch: null, points: pointsOf(then, now, windowMs) }] : [];
}

function timersIn(where: Pick<ReadableSnapshot, "heap" | "scopes">): WaitingTimers[] {
  return waitingTimers(where).map(({ afterMs, callbacks }) => ({
    steps: [{ kind: "timers", name: String(afterMs), className: "" }],
    callbacks,
  }));
}

function pointsOf(before: number, after: number, windowMs: number): Points {
  return [
    { atMs: 0, count: before },
    { atMs: windowMs, count: after },
  ];
}

/** The leak as a collection that was counted. Of entries that leave no trace there are as many at least as their room tells. */
function collectionOf(
  heap: Heap,
  { growing, leak }: PlacedHolder,
  windowMs: number,
): GrowingCollection | null {
  const { holder, site, package: owner, entries, bytes } = leak;
  if (holder === null) return null;
  const { before, after } = entries ?? { before: 0, after: fewestIn(heap, growing) };
  return {
    holder,
    site,
    package: owner,
    points: pointsOf(before, after, windowMs),
    removed: null,
    entryBytes: bytes.perEntry,
    sampledInserts: 0,
    unwatched: null,
    lifetime: null,
    removals: [],
  };
}

/** A table grows when it is full, to twice its room, and an Array to one and a half of it and sixteen more. */
function fewestIn(heap: Heap, { node }: GrowingHolder): number {
  const { shape, capacity } = collectionAt(heap, node) ?? { shape: "object", capacity: null };
  if (capacity === null) return 0;
  return Math.max(0, Math.floor(shape === "Array" ? (capacity - 16) / 1.5 : capacity / 2));
}

function grownOf(
  { growing, files, leak }: PlacedHolder,
  collection: GrowingCollection,
  { heap, timers }: { readonly heap: Heap; readonly timers: readonly WaitingTimers[] },
): GrownCollection {
  const { holder, points } = collection;
  const duration = growing.steps.at(-1)?.name;
  const list = holder.kind === "timers" ? timers.find(({ steps }) => steps[0]?.name === duration) : undefined;
  const slots = slotsBeside(heap, growing);
  const observed: Counted = {
    facts: {
      kind: holder.kind as Counted["facts"]["kind"],
      className: holder.className ?? "",
      bound: slots === null ? null : { name: "slots", value: slots * growing.members },
      fields: null,
      steps: list?.steps ?? [],
      callbacks: list?.callbacks ?? [],
    },
    members: growing.members,
    points,
    watch: null,
  };
  return {
    observed,
    collection,
    words:
      leak.entries === null
        ? {
            grew: `grew by ${Math.round(growing.net / 1024)} KiB`,
            has: `at least ${points.at(-1)!.count}`,
          }
        : wordsOf(observed, leak.bytes.perEntry),
    path: holder.file === null ? holder.path : `${holder.path} (${holder.file})`,
    files,
    callers: [],
    isUnset: unsetFields(heap, growing),
  };
}

function slotsBeside(heap: Heap, { steps }: GrowingHolder): number | null {
  const owner = steps.at(-2);
  return owner === undefined ? null : slotsOf(heap, owner.node);
}

/** A snapshot has no whole numbers, so that a field it shows to lead somewhere has none, or Infinity. */
function unsetFields(heap: Heap, { steps }: GrowingHolder): (field: string) => boolean {
  const owner = steps.at(-2);
  return (field) =>
    owner !== undefined && [field, `#${field}`].some((name) => heap.property(owner.node, name) >= 0);
}

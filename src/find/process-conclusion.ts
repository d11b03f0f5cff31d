import type { Sources } from "#source";
import type { TargetProcess } from "#target";
import {
  foldCoHolders,
  isWithin,
  joinListeners,
  keptNotes,
  leakOf,
  liveGrowth,
  memoryParts,
  ranked,
  residentGrowth,
  sizedByRest,
  unexplainedGrowth,
  untoldRise,
  type Evidence,
  type Finding,
  type GrowingCollection,
  type Holder,
  type Leak,
  type MemoryPoint,
  type ResidentSample,
} from "#verdict";
import type { CollectionFacts, Frame, MemorySample } from "#walk";
import type { AllocatingStack } from "./allocation-sampling.ts";
import { filesOfInsert, withoutData } from "./data-keys.ts";
import { beliedNote, fillingNote } from "./filling-note.ts";
import { growthOf } from "./judged-growth.ts";
import { locateHolder } from "./locate-holder.ts";
import { changeContext } from "./change-context.ts";
import {
  programFrames,
  siteOfAppends,
  siteInText,
  siteOfCallbacks,
  siteOfInserts,
  siteOfLinks,
  type LocatedSite,
} from "./locate-site.ts";
import type { Observation } from "./observation.ts";
import type { ObservedCollection } from "./suspects.ts";
import type { ObservedThread, ObservedThreads } from "./threads.ts";
import {
  goesWith,
  lookAgain,
  unsetWithout,
  waitNote,
  wordsOf,
  type Expiring,
  type GrownCollection,
} from "./wait-note.ts";

/** What follows from a look at a process. */
export interface ProcessConclusion {
  readonly finding: Finding;
  /** What grew throughout and is no leak as far as can be told yet: a note of the finding says why. */
  readonly waiting: readonly Holder[];
}

/** The finding about a process, from all that was seen of its threads. */
export async function concludeProcess(
  description: TargetProcess,
  threads: ObservedThreads,
  stacks: readonly AllocatingStack[],
  sources: Sources,
): Promise<ProcessConclusion> {
  const { observation, limits } = threads.main;
  const memory = observation.memory.map((sample) => pointOf(sample, observation.memory[0]!.atMs));
  const notes: string[] = [...threads.notes];
  const found: Leak[] = [];
  const within = new Map<Holder, Holder>();
  const waiting: Holder[] = [];
  for (const thread of [threads.main, ...threads.workers]) {
    const series = thread === threads.main ? memory : [];
    const allocating = thread === threads.main ? stacks : [];
    const uptimeMs = thread === threads.main ? uptimeOf(description) : null;
    const growing = await growingIn(
      thread,
      { stacks: allocating, uptimeMs, within, waiting },
      sources,
      notes,
    );
    for (const collection of joinListeners(growing)) found.push(leakOf(collection, thread.limits, series));
    if (!thread.observation.walk.complete) notes.push(incomplete(thread));
  }
  const perHour = liveGrowth(memory);
  const resident = residentSamples(threads);
  notes.push(...keptNotes(resident, threads.native));
  const leaks = sizedByRest(foldCoHolders(ranked(found), within), perHour, limits);
  const rise = leaks.length > 0 ? 0 : untoldRise(memory);
  if (rise > 0)
    notes.push(
      `Memory rose by ${Math.round(rise / 2 ** 20)} MiB and no full collection followed, so whether that is garbage cannot be told: look longer.`,
    );
  const { kind, name, pid, url, node, uptimeSeconds } = description;
  const finding: Finding = {
    version: 1,
    target: { kind, name, pid, url, node, uptimeSeconds },
    window: {
      startedAt: observation.startedAt.toISOString(),
      seconds: observation.windowMs / 1000,
      looks: observation.looks,
      endedEarly: observation.endedEarly,
    },
    memory: { points: memory, limits, perHour },
    leaks: ranked(leaks),
    unexplained:
      unexplainedGrowth(perHour, leaks, observation.windowMs, memoryParts(resident)) ??
      residentGrowth(resident, leaks, threads.native),
    evidence: evidenceOf([threads.main, ...threads.workers].map((thread) => thread.observation)),
    notes: [...notes, ...sources.notes],
  };
  return { finding, waiting };
}

function uptimeOf({ uptimeSeconds }: TargetProcess): number | null {
  return uptimeSeconds === null ? null : uptimeSeconds * 1000;
}

/** What is known beside the thread itself. `within` takes up which holders belong to the entries of others, `waiting` those that wait. */
interface Context {
  readonly stacks: readonly AllocatingStack[];
  readonly uptimeMs: number | null;
  readonly within: Map<Holder, Holder>;
  readonly waiting: Holder[];
}

/** The collections of one thread that only grow, found in the source; those that may yet be cut back are noted. */
async function growingIn(
  { name, observation, limits }: ObservedThread,
  { stacks, uptimeMs, within, waiting: waitingHolders }: Context,
  sources: Sources,
  notes: string[],
): Promise<GrowingCollection[]> {
  const growing: GrowingCollection[] = [];
  const owning: { readonly observed: ObservedCollection; readonly holder: Holder }[] = [];
  for (const facts of observation.uncounted)
    notes.push(
      `${await pathOf(facts, observation, sources)} has more than two million keys: they cannot be counted without stopping the process, so whether it grows is not known. A Map could be counted.`,
    );
  const expiring: Expiring[] = [];
  const waiting: GrowingCollection[] = [];
  // Timers last: what they do to the others tells what they are.
  const isTimers = ({ facts }: ObservedCollection): boolean => facts.kind === "timers";
  const suspects = observation.suspects.toSorted((a, b) => Number(isTimers(a)) - Number(isTimers(b)));
  for (const observed of suspects) {
    const growth = growthOf(observed);
    if (growth.kind === "filling") {
      notes.push(fillingNote(await pathOf(observed.facts, observation, sources), observed));
    } else if (growth.kind === "grows" && observed.facts.weak && !sawFullCollection(observation)) {
      notes.push(
        `${await pathOf(observed.facts, observation, sources)} holds weak references and grows, and no full collection fell into the window, so whether dead ones are taken out cannot be told: look longer.`,
      );
    } else if (growth.kind === "grows") {
      const path = await pathOf(observed.facts, observation, sources);
      const belied = beliedNote(path, observed);
      if (belied !== null) notes.push(belied);
      const { collection, files, callers } = await describe(observed, observation, stacks, sources);
      const { timers, files: loaded } = observation;
      const among = { suspects, timers, limits, files: loaded, uptimeMs, expiring, again: lookAgain };
      const isUnset = unsetWithout(observed.facts.bound);
      const words = wordsOf(observed, collection.entryBytes);
      const grown = { observed, collection, path, words, files, callers, isUnset };
      const wait = await waitNote(grown, among, sources);
      if (wait !== null) {
        notes.push(wait.text);
        if (wait.expiring !== null) expiring.push(wait.expiring);
        waiting.push(collection);
        waitingHolders.push(collection.holder);
        continue;
      }
      const { scope } = collection.holder;
      const holder =
        name === null ? collection.holder : { ...collection.holder, scope: `${scope} of ${name}` };
      growing.push({ ...collection, holder });
      owning.push({ observed, holder });
    }
  }
  for (const inner of owning) {
    const outer = owning.find(({ observed }) => belongsToEntries(inner.observed, observed));
    if (outer !== undefined) within.set(inner.holder, outer.holder);
  }
  return growing.filter((each) => !waiting.some((other) => goesWith(each, other)));
}

/** So many entries come into each of the inner ones, at most, while one comes into the outer. */
const mostEach = 2;

/** Whether collections belong to the entries of another one, and grow because those are still there. */
function belongsToEntries(inner: ObservedCollection, outer: ObservedCollection): boolean {
  const rate = ({ points }: ObservedCollection): number => points.at(-1)!.count - points[0]!.count;
  return (
    inner.members > 1 &&
    isWithin(inner.facts.steps, outer.facts.steps) &&
    rate(inner) <= rate(outer) * mostEach * inner.members
  );
}

function sawFullCollection({ memory }: Observation): boolean {
  return (memory.at(-1)?.fullCollections ?? 0) > (memory[0]?.fullCollections ?? 0);
}

function incomplete({ name }: ObservedThread): string {
  return `${name ?? "The program"} could not be walked whole in the time there was: part of it was not looked at.`;
}

async function pathOf(facts: CollectionFacts, observation: Observation, sources: Sources): Promise<string> {
  const { holder } = await locateHolder(facts, [], observation.files, sources);
  return holder.file === null ? holder.path : `${holder.path} (${holder.file})`;
}

type Described = Pick<GrownCollection, "collection" | "files" | "callers">;

/** Finds the places of one growing collection in the source. */
async function describe(
  observed: ObservedCollection,
  { files }: Observation,
  stacks: readonly AllocatingStack[],
  sources: Sources,
): Promise<Described> {
  const { watch } = observed;
  const frames = await framesOf(observed, files, sources);
  const facts = await factsWithoutData(observed, sources);
  const { holder, file } = await locateHolder(facts, frames, files, sources);
  // Not seen being added to, it is the class holding it whose text is read.
  const likely = [file, frames[0]?.file].flatMap((each) => each ?? []);
  const located = await locateSite(observed, holder, likely, { files, stacks }, sources);
  const texts = file === null ? [] : [{ file, declaredAt: holder.line }];
  const { lifetime, removals } = await changeContext(holder, texts, located, sources);
  const collection = {
    holder,
    site: located?.site ?? null,
    package: located?.package ?? null,
    points: observed.points,
    // A watch that saw nothing come in does not see what goes out either.
    removed: watch === null || watch.inserts === 0 ? null : watch.removed,
    entryBytes: facts.size?.bytes ?? null,
    sampledInserts: watch?.samples ?? 0,
    unwatched: observed.unwatched,
    lifetime,
    removals,
  };
  return {
    collection,
    files: [located?.file ?? file, file].filter((each) => each !== null),
    callers: located?.callers.map((caller) => caller.file) ?? [],
  };
}

/** Where nobody was seen adding, there is no file to ask. */
async function factsWithoutData(
  { facts, watch }: ObservedCollection,
  sources: Sources,
): Promise<CollectionFacts> {
  const files = filesOfInsert(seenFrames(watch));
  if (files.length === 0) return facts;
  const isNamed = async (name: string): Promise<boolean> => {
    for (const file of files) if (await sources.names(file, name)) return true;
    return false;
  };
  return { ...facts, steps: await withoutData(facts.steps, isNamed) };
}

async function locateSite(
  { facts, watch }: ObservedCollection,
  holder: Holder,
  likely: readonly string[],
  known: { readonly files: readonly string[]; readonly stacks: readonly AllocatingStack[] },
  sources: Sources,
): Promise<LocatedSite | null> {
  const observed = watch === null ? null : await siteOfInserts(watch, sources);
  if (observed !== null) return observed;
  if (facts.kind === "timers") return siteOfCallbacks(facts, known.files, sources);
  const calls = watch?.calls ?? [];
  for (const file of new Set(likely)) {
    if (facts.kind === "string") {
      const { site } = await siteOfAppends(file, holder, [], sources);
      if (site !== null) return site;
      continue;
    }
    const site =
      (await siteInText(file, holder, { stacks: known.stacks, calls }, sources)) ??
      (await siteOfLinks(file, facts.link === null ? [] : [facts.link], calls, sources));
    if (site !== null) return site;
  }
  return null;
}

function seenFrames(watch: ObservedCollection["watch"]): Frame[] {
  return programFrames(watch?.stacks[0]?.frames ?? []);
}

/** The frames of the likeliest stack; where none was seen, the file of the class that holds the collection stands for them. */
async function framesOf(
  { facts, watch }: ObservedCollection,
  files: readonly string[],
  sources: Sources,
): Promise<Frame[]> {
  const frames = seenFrames(watch);
  if (frames.length > 0 || facts.holderClass === null) return frames;
  const { text, name, line, column, files: exporting } = facts.holderClass;
  if (text === null) return [];
  const file = await sources.locate({ text, line, column }, [...new Set([...exporting, ...files])]);
  return file === null ? [] : [{ function: name, file, line: line + 1, column: column + 1 }];
}

/** Memory of the process, the heaps of the threads looked at together: each knows only its own. */
function residentSamples({ main, workers }: ObservedThreads): ResidentSample[] {
  return main.observation.memory.map((sample, index) => {
    const share = index / Math.max(1, main.observation.memory.length - 1);
    const heaps = workers.map(
      ({ observation: { memory } }) => memory[Math.round(share * (memory.length - 1))]!,
    );
    const sum = (value: (each: MemorySample) => number): number =>
      heaps.reduce((all, each) => all + value(each), value(sample));
    return {
      atMs: sample.atMs,
      heapUsed: sum(({ heapUsed }) => heapUsed),
      heapTotal: sum(({ heapTotal }) => heapTotal),
      external: sum(({ external }) => external),
      arrayBuffers: sum(({ arrayBuffers }) => arrayBuffers),
      rss: sample.rss,
    };
  });
}

function pointOf(
  { atMs, heapUsed, external, arrayBuffers, rss, heapAfterGc }: MemorySample,
  startMs: number,
): MemoryPoint {
  return { atMs: Math.round(atMs - startMs), heapUsed, external, arrayBuffers, rss, heapAfterGc };
}

function evidenceOf(observations: readonly Observation[]): Evidence {
  const sum = (value: (observation: Observation) => number): number =>
    observations.reduce((total, observation) => total + value(observation), 0);
  const longest = Math.max(...observations.map(({ cost }) => cost.longestMs));
  return {
    cpuMs: Math.round(sum(({ cost }) => cost.busyMs)),
    longestPauseMs: Math.round(longest * 10) / 10,
    functions: sum(({ walk }) => walk.functions),
    objects: sum(({ walk }) => walk.objects),
    collections: sum(({ walk }) => walk.collections),
    sampledInserts: sum(({ suspects }) =>
      suspects.reduce((total, { watch }) => total + (watch?.samples ?? 0), 0),
    ),
    complete: observations.every(({ walk }) => walk.complete),
  };
}

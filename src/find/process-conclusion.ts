import type { Sources } from "#source";
import type { TargetProcess } from "#target";
import {
  joinListeners,
  judgeGrowth,
  judgeRareCounts,
  leakOf,
  liveGrowth,
  ranked,
  sizedByRest,
  unexplainedGrowth,
  untoldRise,
  type Evidence,
  type Finding,
  type GrowingCollection,
  type Holder,
  type Leak,
  type MemoryPoint,
} from "#verdict";
import type { CollectionFacts, MemorySample } from "#walk";
import type { AllocatingStack } from "./allocation-sampling.ts";
import { withoutData } from "./data-keys.ts";
import { beliedNote, fillingNote, limitOf } from "./filling-note.ts";
import { locateHolder } from "./locate-holder.ts";
import {
  changeAtSite,
  programFrames,
  siteInText,
  siteOfCallbacks,
  siteOfInserts,
  type LocatedSite,
} from "./locate-site.ts";
import type { Observation } from "./observation.ts";
import type { ObservedCollection } from "./suspects.ts";
import type { ObservedThread, ObservedThreads } from "./threads.ts";
import { waitNote } from "./wait-note.ts";

/** The finding about a process, from all that was seen of its threads. */
export async function concludeProcess(
  description: TargetProcess,
  threads: ObservedThreads,
  stacks: readonly AllocatingStack[],
  sources: Sources,
): Promise<Finding> {
  const { observation, limits } = threads.main;
  const memory = observation.memory.map((sample) => pointOf(sample, observation.memory[0]!.atMs));
  const notes: string[] = [...threads.notes];
  const found: Leak[] = [];
  for (const thread of [threads.main, ...threads.workers]) {
    const series = thread === threads.main ? memory : [];
    const allocating = thread === threads.main ? stacks : [];
    const uptimeMs = thread === threads.main ? uptimeOf(description) : null;
    const growing = await growingIn(thread, { stacks: allocating, uptimeMs }, sources, notes);
    for (const collection of joinListeners(growing)) found.push(leakOf(collection, thread.limits, series));
    if (!thread.observation.walk.complete) notes.push(incomplete(thread));
  }
  const perHour = liveGrowth(memory);
  const leaks = sizedByRest(found, perHour, limits);
  const rise = leaks.length > 0 ? 0 : untoldRise(memory);
  if (rise > 0)
    notes.push(
      `Memory rose by ${Math.round(rise / 2 ** 20)} MiB and no full collection fell into the window, so whether that is garbage cannot be told: look longer.`,
    );
  const { kind, name, pid, url, node, uptimeSeconds } = description;
  return {
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
    unexplained: unexplainedGrowth(perHour, leaks, observation.windowMs),
    evidence: evidenceOf([threads.main, ...threads.workers].map((thread) => thread.observation)),
    notes: [...notes, ...sources.notes],
  };
}

function uptimeOf({ uptimeSeconds }: TargetProcess): number | null {
  return uptimeSeconds === null ? null : uptimeSeconds * 1000;
}

/** The collections of one thread that only grow, found in the source; those that may yet be cut back are noted. */
async function growingIn(
  { name, observation, limits }: ObservedThread,
  { stacks, uptimeMs }: { readonly stacks: readonly AllocatingStack[]; readonly uptimeMs: number | null },
  sources: Sources,
  notes: string[],
): Promise<GrowingCollection[]> {
  const growing: GrowingCollection[] = [];
  for (const facts of observation.uncounted)
    notes.push(
      `${await pathOf(facts, observation, sources)} has more than two million keys: they cannot be counted without stopping the process, so whether it grows is not known. A Map could be counted.`,
    );
  for (const observed of observation.suspects) {
    const growth = observed.countedRarely
      ? judgeRareCounts(observed.points)
      : judgeGrowth(observed.points, observed.watch, limitOf(observed));
    if (growth.kind === "filling") {
      notes.push(fillingNote(await pathOf(observed.facts, observation, sources), observed));
    } else if (growth.kind === "grows") {
      const belied = beliedNote(await pathOf(observed.facts, observation, sources), observed);
      if (belied !== null) notes.push(belied);
      const { collection, files } = await describe(observed, observation, stacks, sources);
      const path = await pathOf(observed.facts, observation, sources);
      const { suspects, timers, files: loaded } = observation;
      const among = { suspects, timers, limits, files: loaded, uptimeMs };
      const wait = await waitNote({ observed, collection, path, files }, among, sources);
      if (wait !== null) {
        notes.push(wait);
        continue;
      }
      const { holder } = collection;
      growing.push(
        name === null
          ? collection
          : { ...collection, holder: { ...holder, scope: `${holder.scope} of ${name}` } },
      );
    }
  }
  return growing;
}

function incomplete({ name }: ObservedThread): string {
  return `${name ?? "The program"} could not be walked whole in the time there was: part of it was not looked at.`;
}

async function pathOf(facts: CollectionFacts, observation: Observation, sources: Sources): Promise<string> {
  const { holder } = await locateHolder(facts, [], observation.files, sources);
  return holder.file === null ? holder.path : `${holder.path} (${holder.file})`;
}

/** Finds the places of one growing collection in the source. */
async function describe(
  observed: ObservedCollection,
  { files }: Observation,
  stacks: readonly AllocatingStack[],
  sources: Sources,
): Promise<{ readonly collection: GrowingCollection; readonly files: readonly string[] }> {
  const { watch } = observed;
  const frames = programFrames(watch?.stacks[0]?.frames ?? []);
  const facts = await withoutData(observed.facts, frames, sources);
  const { holder, file } = await locateHolder(facts, frames, files, sources);
  const located = await locateSite(observed, holder, file, { files, stacks }, sources);
  const siteFile = located?.file ?? file;
  const change =
    located === null ? null : await changeAtSite(located.file, holder.path, located.site.line, sources);
  const lifetime =
    change === null || siteFile === null
      ? null
      : await sources.remedyContext(siteFile, holder.path, change, located?.callers ?? []);
  const changes = file === null ? null : await sources.changes(file, holder.path);
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
    lifetime: lifetime === null ? null : { ...lifetime, file: sources.display(lifetime.file) },
    removals: changes?.removals ?? [],
  };
  return { collection, files: [siteFile, file].filter((each) => each !== null) };
}

async function locateSite(
  { facts, watch }: ObservedCollection,
  holder: Holder,
  file: string | null,
  known: { readonly files: readonly string[]; readonly stacks: readonly AllocatingStack[] },
  sources: Sources,
): Promise<LocatedSite | null> {
  const observed = watch === null ? null : await siteOfInserts(watch, sources);
  if (observed !== null) return observed;
  if (facts.kind === "timers") return siteOfCallbacks(facts, known.files, sources);
  return file === null ? null : siteInText(file, holder, known.stacks, sources);
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

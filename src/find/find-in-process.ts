import { Sources } from "#source";
import type { NodeTarget } from "#target";
import {
  judgeGrowth,
  leakOf,
  liveGrowth,
  ranked,
  unexplainedGrowth,
  type Evidence,
  type Finding,
  type GrowingCollection,
  type MemoryLimit,
  type MemoryPoint,
} from "#verdict";
import type { MemorySample } from "#walk";
import { InTargetProxy } from "./in-target-proxy.ts";
import { locateHolder } from "./locate-holder.ts";
import {
  changeAtSite,
  programFrames,
  siteInText,
  siteOfCallbacks,
  siteOfInserts,
  type LocatedSite,
} from "./locate-site.ts";
import { observe, type Observation, type ObservedCollection } from "./observation.ts";
import type { Progress } from "./progress.ts";

/** How to look at a target. */
export interface FindOptions {
  /** Length of the window, milliseconds. */
  readonly windowMs: number;
  /** Ends the window early; the finding then rests on what was seen. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Looks at a running Node process for the length of the window and says what only grows. Takes everything it put in
 * out again; the caller closes the target.
 */
export async function findInProcess(target: NodeTarget, options: FindOptions): Promise<Finding> {
  const proxy = await InTargetProxy.install(target);
  try {
    const observation = await observe(proxy, {
      windowMs: options.windowMs,
      signal: options.signal,
      onProgress: options.onProgress ?? (() => {}),
    });
    return await conclude(target, observation);
  } finally {
    // A target that has ended or is stuck needs no answer; its own timer takes out what is left.
    await proxy.dispose().catch(() => {});
    await target.release(proxy.handle).catch(() => {});
  }
}

async function conclude(target: NodeTarget, observation: Observation): Promise<Finding> {
  const sources = new Sources({
    cwd: target.description.cwd ?? process.cwd(),
    sourceMapOf: (script) => sourceMapIn(target, script),
  });
  const limits = await target.limits();
  const memory = observation.memory.map((sample) => pointOf(sample, observation.memory[0]!.atMs));
  const notes: string[] = [];
  const growing: GrowingCollection[] = [];
  for (const observed of observation.suspects) {
    const growth = judgeGrowth(observed.points, observed.watch, observed.facts.bound);
    if (growth.kind === "filling")
      notes.push(
        `${await pathOf(observed, observation, sources)} is still filling up to its limit (${growth.limit.name}: ${growth.limit.value}).`,
      );
    if (growth.kind === "grows") growing.push(await describe(observed, observation, sources));
  }
  const leaks = ranked(growing.map((collection) => leakOf(collection, limits, memory)));
  const perHour = liveGrowth(memory);
  if (!observation.walk.complete)
    notes.push("The program is larger than the walk's budget: part of it was not looked at.");
  notes.push(...sources.notes, ...(await workerNotes(target)));
  return {
    version: 1,
    target: {
      kind: "node",
      name: target.description.name,
      pid: target.description.pid,
      url: target.description.url,
      node: target.description.node,
      uptimeSeconds: target.description.uptimeSeconds,
    },
    window: {
      startedAt: observation.startedAt.toISOString(),
      seconds: observation.windowMs / 1000,
      looks: observation.looks,
      endedEarly: observation.endedEarly,
    },
    memory: { points: memory, limits: limits satisfies readonly MemoryLimit[], perHour },
    leaks,
    unexplained: unexplainedGrowth(perHour, leaks, observation.windowMs),
    evidence: evidenceOf(observation),
    notes,
  };
}

async function pathOf(
  observed: ObservedCollection,
  observation: Observation,
  sources: Sources,
): Promise<string> {
  const { holder } = await locateHolder(observed.facts, [], observation.files, sources);
  return holder.file === null ? holder.path : `${holder.path} (${holder.file})`;
}

/** Finds the places of one growing collection in the source. */
async function describe(
  observed: ObservedCollection,
  { files }: Observation,
  sources: Sources,
): Promise<GrowingCollection> {
  const { facts, watch } = observed;
  const frames = programFrames(watch?.stacks[0]?.frames ?? []);
  const { holder, file } = await locateHolder(facts, frames, files, sources);
  const located = await locateSite(observed, holder.name, file, holder.line, files, sources);
  const siteFile = located?.file ?? file;
  const change =
    located === null ? null : await changeAtSite(located.file, holder.name, located.site.line, sources);
  const lifetime =
    change === null || siteFile === null ? null : await sources.remedyContext(siteFile, holder.name, change);
  const changes = file === null ? null : await sources.changes(file, holder.name);
  return {
    holder,
    site: located?.site ?? null,
    package: located?.package ?? null,
    points: observed.points,
    removed: watch?.removed ?? null,
    entryBytes: facts.size?.bytes ?? null,
    sampledInserts: watch?.samples ?? 0,
    unwatched: observed.unwatched,
    lifetime,
    removals: changes?.removals ?? [],
  };
}

async function locateSite(
  { facts, watch }: ObservedCollection,
  name: string,
  file: string | null,
  declaredAt: number | null,
  files: readonly string[],
  sources: Sources,
): Promise<LocatedSite | null> {
  const observed = watch === null ? null : await siteOfInserts(watch, sources);
  if (observed !== null) return observed;
  if (facts.kind === "timers") return siteOfCallbacks(facts, files, sources);
  return file === null ? null : siteInText(file, name, declaredAt, sources);
}

/** The source map the target itself holds for a script: that of code transformed in memory. */
async function sourceMapIn(target: NodeTarget, script: string): Promise<object | null> {
  return target.evaluate<object | null>(
    `process.getBuiltinModule("node:module").findSourceMap(${JSON.stringify(script)})?.payload ?? null`,
  );
}

async function workerNotes(target: NodeTarget): Promise<string[]> {
  const workers = await target.workerCount();
  if (workers === 0) return [];
  return [
    `${workers} worker ${workers === 1 ? "thread has its own heap" : "threads have heaps of their own"}: this looked at the main thread only.`,
  ];
}

function pointOf(
  { atMs, heapUsed, external, arrayBuffers, rss, heapAfterGc }: MemorySample,
  startMs: number,
): MemoryPoint {
  return { atMs: Math.round(atMs - startMs), heapUsed, external, arrayBuffers, rss, heapAfterGc };
}

function evidenceOf({ walk, cost, suspects }: Observation): Evidence {
  return {
    cpuMs: Math.round(cost.busyMs),
    longestPauseMs: Math.round(cost.longestMs * 10) / 10,
    functions: walk.functions,
    objects: walk.objects,
    collections: walk.collections,
    sampledInserts: suspects.reduce((sum, { watch }) => sum + (watch?.samples ?? 0), 0),
    complete: walk.complete,
  };
}

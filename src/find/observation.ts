import { setTimeout as sleep } from "node:timers/promises";
import { TargetError } from "#target";
import type { CollectionFacts, Cost, MemorySample, WalkSummary } from "#walk";
import { untoldRise } from "#verdict";
import type { InTargetProxy } from "./in-target-proxy.ts";
import type { Progress } from "./progress.ts";
import { CountHistory } from "./count-history.ts";
import { Suspects, type ObservedCollection } from "./suspects.ts";

/** Everything seen of one isolate during the window. */
export interface Observation {
  readonly walk: WalkSummary;
  readonly startedAt: Date;
  readonly windowMs: number;
  readonly looks: number;
  readonly endedEarly: boolean;
  readonly memory: readonly MemorySample[];
  readonly suspects: readonly ObservedCollection[];
  /** Objects with too many keys to count them again. */
  readonly uncounted: readonly CollectionFacts[];
  /** The lists of timers that wait at the end, with their callbacks; null where they could not be asked for. */
  readonly timers: readonly CollectionFacts[] | null;
  readonly files: readonly string[];
  readonly cost: Cost;
}

export interface ObserveOptions {
  readonly windowMs: number;
  /** Ends the window early with what was seen so far. */
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: Progress) => void;
}

/** Looks are close together at first, so that a window that is cut short has an answer; later so many to the window. */
const looksPerWindow = 24;
const shortestGapMs = 400;
const looksPerElapsed = 8;
const fewestLooks = 6;
/** With so many collections, only every fourth look counts them all. */
const manyCollections = 10_000;
/** Where the walk comes to no end, on a machine that is short of processors, counting has to begin with what it found. */
const shortestWalkMs = 15_000;
const walkShare = 0.75;
/** Share of the window after which growing collections are watched. */
const watchFrom = 0.2;

/**
 * Looks at one isolate for the length of the window: walks once, counts what the walk found again and again, and
 * watches the insertions into what keeps growing. Takes out the watches at the end, whatever happens.
 */
export async function observe(target: InTargetProxy, options: ObserveOptions): Promise<Observation> {
  const { windowMs, signal, onProgress } = options;
  const began = performance.now();
  onProgress({ phase: "walking the program's data", elapsedMs: 0, windowMs, suspect: null });
  const walk = await target.walk(Math.max(shortestWalkMs, windowMs * walkShare));
  const startedAt = new Date();
  const start = performance.now();
  // The walk is part of the window the user asked for, but never more than half of it.
  const lengthMs = Math.max(windowMs / 2, windowMs - (start - began));
  const history = new CountHistory();
  const suspects = new Suspects(target);
  const memory: MemorySample[] = [];
  let endedEarly = signal?.aborted === true;
  let lastLookMs = 0;
  let seenMs: number | null = null;
  let halfway = false;
  let collected = false;
  let unseen = false;
  try {
    for (let index = 0; ; index++) {
      const elapsed = performance.now() - start;
      const last = elapsed >= lengthMs || endedEarly;
      const everything = last || walk.collections < manyCollections || index % 4 === 0;
      // What takes a pause to count is counted by the walk, in the middle and at the end.
      const heavy: boolean = last || (!halfway && elapsed >= lengthMs / 2);
      halfway ||= heavy;
      await collectAtEnd(last && unseen, target);
      const look = await target.look(everything || heavy ? null : suspects.ids, heavy);
      history.add(look, everything || heavy);
      memory.push(look.memory);
      lastLookMs = elapsed;
      if (elapsed >= lengthMs * watchFrom || index >= fewestLooks) await suspects.consider(history);
      if (last) break;
      if (heavy) unseen = mayHoldUnseen(memory, history);
      if (!collected && halfway && (unseen || suspects.someAreWeak)) {
        // Of what is left then, only what leaks grows on.
        collected = true;
        await target.collect();
      }
      const suspect = suspects.leading(history);
      onProgress({ phase: "counting what grows", elapsedMs: performance.now() - began, windowMs, suspect });
      const gap = Math.min(lengthMs / looksPerWindow, Math.max(shortestGapMs, elapsed / looksPerElapsed));
      const next = Math.min(lengthMs, elapsed + gap) - (performance.now() - start);
      endedEarly = await interrupted(Math.max(10, next), target, signal);
    }
  } catch (error) {
    // The target ended: a crash is just when the answer is wanted, so what was seen has to do.
    if (memory.length < fewestLooks) throw error;
    endedEarly = true;
    seenMs = lastLookMs;
  }
  const observed = await suspects.finish(history);
  return {
    walk,
    startedAt,
    windowMs: seenMs ?? performance.now() - start,
    looks: memory.length,
    endedEarly,
    memory,
    suspects: observed,
    uncounted: await target.describe(walk.uncounted.slice(0, 3), false).catch(() => []),
    // They only matter where something grows.
    timers: observed.length === 0 ? [] : await target.timers().catch(() => null),
    files: suspects.files,
    cost: await target.cost().catch(() => walk.cost),
  };
}

/** Learns what the heap holds now, to be compared with what it held half a window ago. */
async function collectAtEnd(wanted: boolean, target: InTargetProxy): Promise<void> {
  if (wanted && (await target.collect())) await sleep(collectedMs);
}

/** A target is told of a full collection a moment after it. */
const collectedMs = 30;
/** Nothing that programs keep by the hundred is larger. */
const largestEntry = 32 * 1024;

/** Whether memory has risen by more than the collections that grow can account for, and no full collection tells what of it stays. */
function mayHoldUnseen(memory: readonly MemorySample[], history: CountHistory): boolean {
  const rise = untoldRise(memory);
  if (rise === 0) return false;
  const gained = history.growing().reduce((most, id) => Math.max(most, history.gained(id)), 0);
  return rise > gained * largestEntry;
}

/** The target takes out what we put in when it hears nothing for a while. */
const silenceMs = 5000;

/** A target that heard nothing for so long may have forgotten what it was asked to count. */
const longestStopMs = 15_000;

/** Waits, and lets the target know that we are still there; true when the wait was cut short. */
async function interrupted(
  ms: number,
  target: InTargetProxy,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const end = performance.now() + ms;
  try {
    for (let left = ms; left > 0; left = end - performance.now()) {
      const slice = Math.min(left, silenceMs);
      const from = performance.now();
      await sleep(slice, undefined, signal === undefined ? {} : { signal });
      const stoppedMs = performance.now() - from - slice;
      if (stoppedMs > longestStopMs) throw observerStopped(stoppedMs);
      if (left > silenceMs) await target.memory();
    }
    return false;
  } catch (error) {
    if (signal?.aborted === true) return true;
    throw error;
  }
}

function observerStopped(ms: number): Error {
  const seconds = Math.round(ms / 1000);
  return new TargetError(
    "observer-stopped",
    `Sawtooth itself was stopped for ${seconds} s, and the target has taken out what was put in: look again`,
  );
}

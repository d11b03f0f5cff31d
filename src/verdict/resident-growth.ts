import { judgeGrowth } from "./growth.ts";
import type { Leak, MemoryParts, Unexplained } from "./finding.ts";

/** Memory of a process at one time, bytes, as far as `process.memoryUsage()` tells. */
export interface ResidentSample {
  readonly atMs: number;
  readonly heapUsed: number;
  /** Taken from the system by V8 for the heap. */
  readonly heapTotal: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
}

/** What is known of the native side of a process without asking it. */
export interface NativeSide {
  /** File names of the native addons it has loaded. */
  readonly addons: readonly string[];
  readonly allocator: "glibc" | "musl" | "jemalloc" | "tcmalloc" | "mimalloc" | null;
}

const MEBIBYTE = 2 ** 20;
/** Resident memory moves by this much in every process; less than it, and than this share, is not worth a word. */
const LEAST_GROWTH = 8 * MEBIBYTE;
const LEAST_SHARE = 0.04;
/** At least this part of what rose outside the heap has to show in the whole of the resident memory. */
const LEAST_RESIDENT = 0.5;
/** What is kept without use is told from so much on, and when it is so large a part of the whole. */
const LEAST_KEPT = 96 * MEBIBYTE;
const KEPT_SHARE = 0.5;
const UNUSED_SHARE = 0.4;

/** By how much each part of resident memory grew; the mean of the first fifth of the window against that of the last. */
export function memoryParts(samples: readonly ResidentSample[]): MemoryParts | null {
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  if (samples.length < 2) return null;
  const grown = (value: (sample: ResidentSample) => number): number =>
    Math.round(mean(samples.slice(-fifth), value) - mean(samples.slice(0, fifth), value));
  return {
    heap: grown(({ heapUsed }) => heapUsed),
    heapUnused: grown(unusedOf),
    buffers: grown(({ arrayBuffers }) => arrayBuffers),
    external: grown(({ external, arrayBuffers }) => external - arrayBuffers),
    native: grown(nativeOf),
  };
}

/**
 * Growth that is not of JavaScript objects: of memory that V8 knows nothing of, or that V8 has taken and does not use. It
 * has to rise all through the window, as the count of a leak does, and hardly slow down: every process that has just
 * started, or is given more to do, takes some and then stays level.
 */
export function residentGrowth(
  samples: readonly ResidentSample[],
  leaks: readonly Leak[],
  native: NativeSide,
): Unexplained | null {
  const parts = memoryParts(samples);
  const rss = samples.at(-1)?.rss ?? 0;
  if (parts === null) return null;
  const seconds = (samples.at(-1)!.atMs - samples[0]!.atMs) / 1000;
  // What leaks outside this thread's heap, such as handles and what a worker holds, is native memory seen from here.
  const told = leaks.reduce((sum, { bytes }) => sum + ((bytes.perHour ?? 0) * seconds) / 3600, 0);
  const least = Math.max(LEAST_GROWTH, rss * LEAST_SHARE);
  // Pages that V8 gives up stay resident for a while: what only changed hands there did not grow.
  const rose = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const risenOutside = risen(samples, nativeOf);
  const outside = rose < risenOutside * LEAST_RESIDENT ? 0 : risenOutside;
  if (outside >= least && outside > told * 2)
    return {
      bytes: outside,
      kind: "native",
      parts,
      meaning: leaks.some(({ bytes }) => bytes.perHour === null)
        ? "It lies outside of what V8 counts. What leaks above may hold it: each socket, file or stream has memory of its own there."
        : `It lies outside of what V8 counts, so no JavaScript object is known to hold it: memory of native code${addonsIn(native)}, messages posted to a port or worker that nobody reads, variables of the environment, heaps of other threads; or what was freed and malloc has not given back.`,
      next: nativeAdvice(native),
    };
  const unused = risen(samples, unusedOf);
  if (unused < least || unused <= told * 2) return null;
  return {
    bytes: unused,
    kind: "fragmentation",
    parts,
    meaning:
      "V8 takes more and more memory for the heap than it uses: objects that stay lie scattered among those that go, and no whole page becomes free.",
    next: [
      "Make what stays before, not among, what goes: fill caches at the start, and build large results in one go.",
      "Restart with a smaller --max-old-space-size: V8 moves objects together when it is short of memory.",
    ],
  };
}

/** Memory that is kept without use, growing or not, one sentence each. */
export function keptNotes(samples: readonly ResidentSample[], native: NativeSide): string[] {
  if (samples.length < 2) return [];
  const { rss } = samples.at(-1)!;
  const notes: string[] = [];
  const total = samples.at(-1)!.heapTotal;
  // Garbage is in use until it is collected: the lowest figure is what is free even just before that.
  const unused = Math.min(...samples.map(unusedOf));
  if (unused >= LEAST_KEPT && unused >= total * UNUSED_SHARE)
    notes.push(
      `Fragmentation: V8 keeps ${megabytes(total)} for the heap, of which ${megabytes(unused)} were never in use in this window. Objects that stay are scattered among those that went; a smaller --max-old-space-size makes V8 move them together.`,
    );
  const outside = Math.min(...samples.map(nativeOf));
  if (outside >= LEAST_KEPT && outside >= rss * KEPT_SHARE)
    notes.push(
      `Of ${megabytes(rss)} resident memory, ${megabytes(outside)} are neither heap nor buffers: native code${addonsIn(native)} holds them, or malloc keeps what was freed. ${nativeAdvice(native)[0]!}`,
    );
  return notes;
}

function nativeOf({ rss, heapTotal, external }: ResidentSample): number {
  return rss - heapTotal - external;
}

function unusedOf({ heapTotal, heapUsed }: ResidentSample): number {
  return heapTotal - heapUsed;
}

/** How much a series rose, when it did so all through the window; else 0. */
function risen(samples: readonly ResidentSample[], value: (sample: ResidentSample) => number): number {
  const points = samples.map((sample) => ({ atMs: sample.atMs, count: value(sample) / 1024 }));
  const growth = judgeGrowth(points, null, null);
  if (growth.kind !== "grows") return 0;
  const third = Math.floor(points.length / 3);
  const early = points[third]!.count - points[0]!.count;
  const late = points.at(-1)!.count - points.at(-1 - third)!.count;
  return late < early / 2 ? 0 : Math.round(growth.gained * 1024);
}

function nativeAdvice({ addons, allocator }: NativeSide): string[] {
  const advice: string[] = [];
  if (allocator === "glibc")
    advice.push(
      "Start it with MALLOC_ARENA_MAX=2, or with jemalloc (LD_PRELOAD=libjemalloc.so.2): if it stays level then, it was malloc keeping what was freed.",
    );
  if (addons.length > 0)
    advice.push(`Look for newer versions of the addons it has loaded: ${addons.slice(0, 6).join(", ")}.`);
  advice.push(
    "Close what native code keeps for a program, on every path: compression and TLS streams, images, statements of a database.",
    "Run it under heaptrack, or with jemalloc's profiler, to see which native code allocates.",
  );
  return advice;
}

function addonsIn({ addons }: NativeSide): string {
  if (addons.length === 0) return "";
  return addons.length === 1 ? ` (one addon is loaded)` : ` (${addons.length} addons are loaded)`;
}

function mean(samples: readonly ResidentSample[], value: (sample: ResidentSample) => number): number {
  return samples.reduce((sum, sample) => sum + value(sample), 0) / samples.length;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE)} MiB`;
}

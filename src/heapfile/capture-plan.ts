import type { NodeTarget, ProcessLimit } from "#target";

/** What taking a snapshot will cost the process, told before anything is done to it. */
export interface CapturePlan {
  /** Bytes in use in its heap. */
  readonly heapBytes: number;
  /** How long it will stand still, doing nothing else: from, to. */
  readonly pauseMs: Range;
  /** Bytes of memory that it will need on top of what it has: from, to. */
  readonly extraBytes: Range;
  /** Size of the snapshot, not packed, about. */
  readonly snapshotBytes: number;
  /** The limit that leaves the least memory to it; null when that cannot be seen from here. */
  readonly tightest: ProcessLimit | null;
  readonly verdict: "cheap" | "needs-consent" | "too-dangerous";
}

/** An estimate: not less than the first, not more than the second. */
export type Range = readonly [low: number, high: number];

/**
 * Measured on Node 18 to 26 with heaps from 60 MB to 1.3 GB, per byte of heap: V8 builds the graph with one hash
 * table entry an edge before it writes the first byte. The most was a heap of 1 GB on Node 20, which took 12 GB.
 */
const PAUSE_MS_PER_MEGABYTE: Range = [50, 120];
const EXTRA_PER_BYTE: Range = [6, 12];
const FILE_PER_BYTE = 2.1;
/** A pause that no health check or user notices much. */
const CHEAP_PAUSE_MS = 2000;

/** Estimates what a snapshot of a process costs; asks it two questions and changes nothing. */
export async function planCapture(target: NodeTarget): Promise<CapturePlan> {
  const heapBytes = await target.evaluate<number>(
    '(process.getBuiltinModule ? process.getBuiltinModule("node:v8") : require("v8")).getHeapStatistics().used_heap_size',
    { consoleNames: true },
  );
  return capturePlan(heapBytes, await target.limits());
}

/** The plan for a heap of a size within limits. */
export function capturePlan(heapBytes: number, limits: readonly ProcessLimit[]): CapturePlan {
  const scaled = ([low, high]: Range): Range => [heapBytes * low, heapBytes * high];
  const pauseMs = scaled([PAUSE_MS_PER_MEGABYTE[0] / 1e6, PAUSE_MS_PER_MEGABYTE[1] / 1e6]);
  const extraBytes = scaled(EXTRA_PER_BYTE);
  // What V8 builds is outside its own heap, so the heap limit does not count it.
  const outside = limits.filter(({ kind }) => kind !== "heap limit");
  const tightest = outside.toSorted((a, b) => free(a) - free(b))[0] ?? null;
  const room = tightest === null ? Infinity : free(tightest);
  const fits = extraBytes[1] <= room && pauseMs[1] <= CHEAP_PAUSE_MS;
  const verdict = extraBytes[0] > room ? "too-dangerous" : fits ? "cheap" : "needs-consent";
  return { heapBytes, pauseMs, extraBytes, snapshotBytes: heapBytes * FILE_PER_BYTE, tightest, verdict };
}

/** Bytes left below a limit. */
export function free({ bytes, usedBytes }: ProcessLimit): number {
  return Math.max(0, bytes - usedBytes);
}

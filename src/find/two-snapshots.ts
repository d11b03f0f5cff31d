import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { growthBetween, takeSnapshot } from "#heapfile";
import type { HeapGrowth } from "#snapshot";
import type { NodeTarget } from "#target";
import type { SnapshotOptions } from "./find-options.ts";

/** Two snapshots of a target, compared. */
export interface ComparedSnapshots {
  readonly growth: HeapGrowth;
  /** Between the end of the first and the beginning of the second. */
  readonly seconds: number;
  readonly pausesMs: readonly number[];
}

/** Takes a snapshot of a target at each end of a window, into files in a folder, and compares them. */
export async function twoSnapshots(
  target: NodeTarget,
  folder: string,
  { windowMs, signal, onProgress }: SnapshotOptions,
): Promise<ComparedSnapshots> {
  const start = performance.now();
  const tell = (phase: string): void =>
    onProgress?.({
      phase,
      elapsedMs: Math.min(windowMs, performance.now() - start),
      windowMs,
      suspect: null,
    });
  const take = async (name: string): Promise<{ path: string; pauseMs: number }> =>
    await takeSnapshot(target, join(folder, `${name}.heapsnapshot.gz`), {
      consent: () => Promise.resolve(true),
      ...(signal && { signal }),
    });
  tell("taking the first of two heap snapshots");
  const before = await take("before");
  const between = performance.now();
  while (performance.now() - between < windowMs) {
    tell("waiting for the second of two heap snapshots");
    const left = windowMs - (performance.now() - between);
    await sleep(Math.max(1, Math.min(left, 1000)), undefined, signal && { signal });
    // A target that has ended is not waited for.
    await target.evaluate("0");
  }
  const seconds = (performance.now() - between) / 1000;
  tell("taking the second of two heap snapshots");
  const after = await take("after");
  tell("comparing the two heap snapshots");
  const growth = await growthBetween(before.path, after.path, signal);
  return { growth, seconds, pausesMs: [before.pauseMs, after.pauseMs] };
}

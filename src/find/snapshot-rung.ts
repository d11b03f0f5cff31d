import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { growthBetween, HeapFileError, planCapture, takeSnapshot, type CapturePlan } from "#heapfile";
import type { HeapGrowth } from "#snapshot";
import { TargetError, type NodeTarget } from "#target";
import { joinSnapshots, type Finding } from "#verdict";
import { lookInto, type FindOptions, type ProcessLook } from "./find-in-process.ts";
import { withPrivateFolder } from "./private-folder.ts";
import { priceOf, snapshotChoice } from "./snapshot-choice.ts";
import { snapshotLeaks } from "./snapshot-leaks.ts";

/** The last rung of the ladder: heap snapshots. */
export interface SnapshotOptions extends FindOptions {
  /** Compare two heap snapshots in any case; otherwise only when nothing else explains the growth and they are cheap. */
  readonly snapshot?: boolean;
  /** Told what the user should know besides the finding, one line each. */
  readonly onNote?: (note: string) => void;
}

/** Looks at a process, and climbs to heap snapshots where that is asked for, or needed and cheap. The caller closes the target. */
export async function findByLadder(target: NodeTarget, options: SnapshotOptions): Promise<Finding> {
  const look = await lookInto(target, options);
  const { finding } = look;
  const asked = options.snapshot === true;
  if (finding.window.endedEarly)
    return asked ? noted(finding, "The window ended early, so no heap snapshot was taken.") : finding;
  if (!asked && finding.unexplained === null) return finding;
  try {
    const plan = await planCapture(target);
    const choice = snapshotChoice(finding, plan, asked);
    if (choice.take) {
      options.onNote?.(`two heap snapshots follow. ${priceOf(plan)}`);
      return await compareSnapshots(target, look, plan, options);
    }
    if (choice.reason === null) return finding;
    return finding.unexplained === null ? noted(finding, choice.reason) : advised(finding, choice.reason);
  } catch (error) {
    const failure = whyNot(error, options.signal);
    if (failure === null) throw error;
    return noted(finding, failure);
  }
}

async function compareSnapshots(
  target: NodeTarget,
  look: ProcessLook,
  plan: CapturePlan,
  options: SnapshotOptions,
): Promise<Finding> {
  const { finding, sources } = look;
  const taken = await withPrivateFolder((folder) => twoSnapshots(target, folder, options));
  const { leaks, notes, healthy } = await snapshotLeaks(target, look, taken, options);
  return joinSnapshots(finding, {
    leaks,
    healthy,
    grown: taken.growth.bytesAfter - taken.growth.bytesBefore,
    seconds: taken.seconds,
    pausesMs: taken.pausesMs,
    notes: [
      ...notes,
      ...sources.notes.filter((note) => !finding.notes.includes(note)),
      ...slower(taken, plan),
    ],
  });
}

/** Two snapshots of a target, compared. */
export interface ComparedSnapshots {
  readonly growth: HeapGrowth;
  /** Between the end of the first and the beginning of the second. */
  readonly seconds: number;
  readonly pausesMs: readonly number[];
}

async function twoSnapshots(
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

/** Whether a snapshot took clearly longer than was told beforehand. */
function slower({ pausesMs }: ComparedSnapshots, { pauseMs }: CapturePlan): string[] {
  const longest = Math.max(...pausesMs);
  return longest > pauseMs[1] * 1.2
    ? [`The process stood still for up to ${(longest / 1000).toFixed(1)} s: the machine is busy.`]
    : [];
}

function noted(finding: Finding, note: string): Finding {
  return { ...finding, notes: [...finding.notes, note] };
}

function advised(finding: Finding, advice: string): Finding {
  const { unexplained } = finding;
  return unexplained === null
    ? finding
    : { ...finding, unexplained: { ...unexplained, next: [advice, ...unexplained.next] } };
}

/** Why there was no second answer, where the first one stands all the same; null for what nobody expects. */
function whyNot(error: unknown, signal: AbortSignal | undefined): string | null {
  if (signal?.aborted === true) return "Interrupted before two heap snapshots were compared.";
  if (error instanceof TargetError)
    return "The process ended, or could no longer be reached, before two heap snapshots of it were taken.";
  return error instanceof HeapFileError ? `No heap snapshots were compared: ${error.message}.` : null;
}

import { HeapFileError, planCapture, type CapturePlan } from "#heapfile";
import { TargetError, type NodeTarget } from "#target";
import { joinSnapshots, type Finding } from "#verdict";
import type { SnapshotOptions } from "./find-options.ts";
import { lookInto, type ProcessLook } from "./process-look.ts";
import { withPrivateFolder } from "./private-folder.ts";
import { priceOf, snapshotChoice } from "./snapshot-choice.ts";
import { snapshotLeaks } from "./snapshot-leaks.ts";
import { twoSnapshots, type ComparedSnapshots } from "./two-snapshots.ts";

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
  const { leaks, healthy } = await snapshotLeaks(target, look, taken, options);
  return joinSnapshots(finding, {
    leaks,
    healthy,
    grown: taken.growth.bytesAfter - taken.growth.bytesBefore,
    seconds: taken.seconds,
    pausesMs: taken.pausesMs,
    notes: [...sources.notes.filter((note) => !finding.notes.includes(note)), ...slower(taken, plan)],
  });
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

import {
  AgentTarget,
  attachToInspector,
  attachToPid,
  PprofTarget,
  startProcess,
  TargetError,
  type NodeTarget,
} from "#target";
import type { Finding } from "#verdict";
import { childrenNote } from "./children-note.ts";
import { findByAgent } from "./agent-look.ts";
import { parseAddress } from "./address.ts";
import type { SnapshotOptions } from "./find-options.ts";
import { lostTarget } from "./lost-target.ts";
import { findInPprof } from "./pprof-look.ts";
import { findInRecording } from "./recording-conclusion.ts";
import { findByLadder } from "./snapshot-rung.ts";

/** How to reach a target, and how to look at it. */
export interface FindTargetOptions extends SnapshotOptions {
  /** Send SIGUSR1 even where it cannot be seen whether the program handles it itself. */
  readonly allowSignal?: boolean;
}

/**
 * Looks at a target for the length of the window and says what leaks: a pid, an inspector (`ws://…`, `host:port`) a
 * service with /debug/pprof/ (`http://…`), or reads the folder of a flight recorder (`./.sawtooth`). Leaves the target as it was. Throws a TargetError that says why it cannot be
 * looked at and what to do.
 */
export async function find(target: string | number, options: FindTargetOptions): Promise<Finding> {
  const address = parseAddress(String(target));
  if (options.snapshot === true && (address.kind === "pprof" || address.kind === "recording"))
    throw new TargetError(
      "no-snapshots",
      `${target} has no heap snapshots to compare: leave out --snapshot, or give the pid of the process`,
    );
  if (address.kind === "pprof") return await findOverHttp(address.url, options);
  if (address.kind === "recording") return await findInRecording(address.folder);
  const attached = (): Promise<NodeTarget> =>
    address.kind === "pid"
      ? attachToPid(address.pid, reaching(options))
      : attachToInspector(address.address, reaching(options));
  try {
    return await findAndLetGo(await attached(), options);
  } catch (error) {
    throw lostTarget(error);
  }
}

/** By our agent when the service has one, else by its profiles. */
async function findOverHttp(url: string, options: FindTargetOptions): Promise<Finding> {
  const agent = await AgentTarget.open(url, options.signal);
  if (agent !== null) return await findByAgent(agent, options);
  return await findInPprof(await PprofTarget.open(url, {}, options.signal), options);
}

/** Starts a command, looks at the Node process that runs the program, and ends it again. */
export async function findInCommand(
  command: readonly string[],
  options: FindTargetOptions,
): Promise<Finding> {
  const [file = "", ...args] = command;
  const started = await startProcess(file, args, reaching(options));
  try {
    return await lookAndTellChildren(started.target, options);
  } catch (error) {
    throw lostTarget(error);
  } finally {
    await started.close();
  }
}

async function findAndLetGo(target: NodeTarget, options: FindTargetOptions): Promise<Finding> {
  try {
    return await lookAndTellChildren(target, options);
  } finally {
    const { note } = await target.close();
    if (note !== null) options.onNote?.(note);
  }
}

async function lookAndTellChildren(target: NodeTarget, options: FindTargetOptions): Promise<Finding> {
  const finding = await findByLadder(target, options);
  const note = await childrenNote(target.description);
  return note === null ? finding : { ...finding, notes: [...finding.notes, note] };
}

function reaching({ allowSignal = false, onNote, signal }: FindTargetOptions): {
  allowSignal: boolean;
  onNote?: (note: string) => void;
  signal?: AbortSignal;
} {
  return { allowSignal, ...(onNote && { onNote }), ...(signal && { signal }) };
}

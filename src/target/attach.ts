import { basename, relative } from "node:path";
import { Cdp, type Connection } from "./cdp.ts";
import { Evaluator } from "./evaluation.ts";
import { findOpenInspector, type InspectorAddress } from "./inspector-port.ts";
import { NodeTarget, type TargetProcess } from "./node-target.ts";
import { scriptOf } from "./node-options.ts";
import { openGuarded } from "./guarded-opening.ts";
import { isAlive, readNamespace, readProcessFacts, type ProcessFacts } from "./process-facts.ts";
import { TargetError } from "./target-error.ts";
import { verifyNodeProcess, verifySignalOpensInspector } from "./verify.ts";
import { Watchdog } from "./watchdog.ts";

export interface AttachOptions {
  /** Ends the attempt; what was opened by then is closed again. */
  readonly signal?: AbortSignal;
  /** Send SIGUSR1 even when it cannot be told whether the program handles it itself. */
  readonly allowSignal?: boolean;
  /** Told what the user should know, one line each. */
  readonly onNote?: (note: string) => void;
  /** How long the target waits for a sign of life before it undoes everything by itself. */
  readonly silenceMs?: number;
}

const DEFAULT_SILENCE_MS = 30_000;

/**
 * Attaches to a running Node process of this machine: through its open inspector, or by opening it with SIGUSR1.
 * Throws a TargetError that says why not and what to do; nothing is sent before the process has been verified.
 */
export async function attachToPid(pid: number, options: AttachOptions = {}): Promise<NodeTarget> {
  const facts = readProcessFacts(pid);
  try {
    return await attachVerified(facts, options);
  } catch (error) {
    // Whatever went wrong, that it has ended says it all.
    if (!(error instanceof TargetError) || isAlive(pid)) throw error;
    throw new TargetError("target-exited", `process ${pid} ended: give the pid of one that runs`, {
      cause: error,
    });
  }
}

async function attachVerified(facts: ProcessFacts, options: AttachOptions): Promise<NodeTarget> {
  const { pid } = facts;
  await verifyNodeProcess(facts);
  const mounts = readNamespace(pid, "mnt");
  if (mounts !== null && mounts !== readNamespace("self", "mnt")) {
    options.onNote?.(
      `process ${pid} sees other files than we do, so its sources may be missing from the answer`,
    );
  }
  const open = await findOpenInspector(facts);
  options.signal?.throwIfAborted();
  if (open === null) await verifySignalOpensInspector(facts, options.allowSignal ?? false);
  options.signal?.throwIfAborted();
  const target =
    open === null ? await openAndAttach(facts, options) : await attachTo(facts, open, false, options);
  return await closeIfAborted(target, options.signal);
}

async function openAndAttach(facts: ProcessFacts, options: AttachOptions): Promise<NodeTarget> {
  const opening = await openGuarded(facts, options.silenceMs ?? DEFAULT_SILENCE_MS, options.signal);
  let watched = false;
  try {
    const target = await attachTo(facts, opening.address, true, options);
    watched = true;
    return target;
  } finally {
    await opening.handOver(watched);
  }
}

async function attachTo(
  facts: ProcessFacts,
  address: InspectorAddress,
  opened: boolean,
  options: AttachOptions,
): Promise<NodeTarget> {
  const cdp = await Cdp.connect(address.url);
  return await begin(cdp, opened ? address.port : null, (node) => describe(facts, node), options);
}

/** Makes a target of a fresh connection. The first thing done in it is to set up the watchdog. */
export async function begin(
  cdp: Connection,
  openedPort: number | null,
  describeTarget: (node: string) => TargetProcess | Promise<TargetProcess>,
  options: AttachOptions,
): Promise<NodeTarget> {
  try {
    const watchdog = await Watchdog.install(cdp, {
      silenceMs: options.silenceMs ?? DEFAULT_SILENCE_MS,
      closesInspector: openedPort !== null,
    });
    await cdp.leaveWithTarget();
    const node = await new Evaluator(cdp).value<string>("process.version");
    return new NodeTarget({ cdp, watchdog, description: await describeTarget(node), openedPort });
  } catch (error) {
    await cdp.close();
    throw error;
  }
}

export async function closeIfAborted(
  target: NodeTarget,
  signal: AbortSignal | undefined,
): Promise<NodeTarget> {
  if (signal?.aborted === true) {
    await target.close();
    signal.throwIfAborted();
  }
  return target;
}

function describe(facts: ProcessFacts, node: string): TargetProcess {
  const command = shortCommand(facts);
  return {
    kind: "node",
    name: `${command} (pid ${facts.pid})`,
    pid: facts.pid,
    url: null,
    node,
    uptimeSeconds: facts.uptimeSeconds,
    command,
    cwd: facts.cwd,
    remote: false,
  };
}

/** The executable and the script, without the arguments: those may hold secrets. */
function shortCommand(facts: ProcessFacts): string {
  const executable = basename(facts.executable ?? "node");
  const script = scriptOf(facts.command);
  if (script === null) return executable;
  const near = facts.cwd === null ? script : relative(facts.cwd, script);
  return `${executable} ${script.startsWith("/") && !near.startsWith("..") ? near : script}`;
}

import { Sources } from "#source";
import { TargetError, type NodeTarget } from "#target";
import type { Finding } from "#verdict";
import { AllocationSampling } from "./allocation-sampling.ts";
import { concludeProcess } from "./process-conclusion.ts";
import type { Progress } from "./progress.ts";
import { requireSupportedNode } from "./supported-node.ts";
import { observeThreads } from "./threads.ts";

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
export function findInProcess(target: NodeTarget, options: FindOptions): Promise<Finding> {
  return observeAndConclude(target, options).catch((error: unknown) => {
    throw lostTarget(error);
  });
}

async function observeAndConclude(target: NodeTarget, options: FindOptions): Promise<Finding> {
  await requireSupportedNode(target);
  const sampling = await AllocationSampling.start(target);
  const threads = await observeThreads(target, {
    windowMs: options.windowMs,
    signal: options.signal,
    onProgress: options.onProgress ?? (() => {}),
  });
  const sources = new Sources({
    cwd: target.description.cwd ?? process.cwd(),
    sourceMapOf: (script) => sourceMapIn(target, script),
  });
  // A target that has ended takes its profile along.
  const stacks = (await sampling?.read().catch(() => [])) ?? [];
  return concludeProcess(target.description, threads, stacks, sources);
}

/** In words of the target: which call of ours it was that got no answer is of no use to anyone. */
function lostTarget(error: unknown): unknown {
  if (!(error instanceof TargetError)) return error;
  const said = lost[error.code as keyof typeof lost];
  return said === undefined ? error : new TargetError(error.code, said, { cause: error });
}

const lost = {
  "connection-lost":
    "the target ended, or let go of its inspector, before there was enough to tell: look again while it runs",
  "call-timed-out":
    "the target's event loop does not come round, it is stuck in one long call: look again when it answers; a CPU profile shows where it is",
} as const;

/** The source map the target itself holds for a script: that of code transformed in memory. */
async function sourceMapIn(target: NodeTarget, script: string): Promise<object | null> {
  return target
    .evaluate<object | null>(
      `process.getBuiltinModule("node:module").findSourceMap(${JSON.stringify(script)})?.payload ?? null`,
    )
    .catch(() => null); // A target that has ended cannot be asked; the file itself has to do.
}

import { Sources } from "#source";
import type { NodeTarget } from "#target";
import type { Finding } from "#verdict";
import { AllocationSampling } from "./allocation-sampling.ts";
import { concludeProcess } from "./process-conclusion.ts";
import type { Progress } from "./progress.ts";
import { sourceMapIn } from "./source-map-in.ts";
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
export async function findInProcess(target: NodeTarget, options: FindOptions): Promise<Finding> {
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

import { Sources } from "#source";
import type { NodeTarget } from "#target";
import { AllocationSampling } from "./allocation-sampling.ts";
import type { FindOptions } from "./find-options.ts";
import { concludeProcess, type ProcessConclusion } from "./process-conclusion.ts";
import { sourceMapIn } from "./source-map-in.ts";
import { requireSupportedNode } from "./supported-node.ts";
import { observeThreads, type ObservedThreads } from "./threads.ts";

/** What was seen of a process during the window, and what follows from it. */
export interface ProcessLook extends ProcessConclusion {
  readonly threads: ObservedThreads;
  readonly sources: Sources;
}

/** Looks at a running Node process for the length of the window, and takes everything it put in out again. */
export async function lookInto(target: NodeTarget, options: FindOptions): Promise<ProcessLook> {
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
  const conclusion = await concludeProcess(target.description, threads, stacks, sources);
  return { ...conclusion, threads, sources };
}

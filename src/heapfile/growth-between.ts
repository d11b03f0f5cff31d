import { Worker } from "node:worker_threads";
import type { HeapGrowth } from "#snapshot";
import type { GrowthTask } from "./growth-thread.ts";

/**
 * What changed between the snapshots in two files, worked out in a thread of its own: this one can go on meanwhile, and
 * give up when the signal says so. Rejects with what is wrong with a file, or with the signal's reason.
 */
export async function growthBetween(
  before: string,
  after: string,
  signal?: AbortSignal,
): Promise<HeapGrowth> {
  signal?.throwIfAborted();
  const worker = startThread([before, after]);
  let giveUp = (): void => {};
  try {
    return await new Promise<HeapGrowth>((resolve, reject) => {
      giveUp = () => reject(signal?.reason as Error);
      signal?.addEventListener("abort", giveUp, { once: true });
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("the comparing thread ended without a word")));
    });
  } finally {
    signal?.removeEventListener("abort", giveUp);
    await worker.terminate();
  }
}

function startThread(task: GrowthTask): Worker {
  // Run from source, as in tests, a thread has no loader for TypeScript: it takes what was built.
  const script = import.meta.url.endsWith(".ts")
    ? "../../dist/heapfile/growth-thread.js"
    : "./growth-thread.js";
  // Without the conditions under which tests find sources.
  return new Worker(new URL(script, import.meta.url), { workerData: task, execArgv: [] });
}

import { heapLimitOf, nativeSide, type NativeSide, type NodeTarget, type WorkerSession } from "#target";
import type { MemoryLimit } from "#verdict";
import { InTargetProxy, type Isolate } from "./in-target-proxy.ts";
import { observe, type Observation, type ObserveOptions } from "./observation.ts";

/** What was seen of one thread of the target. */
export interface ObservedThread {
  /** `worker thread resize.mjs`; null for the main thread. */
  readonly name: string | null;
  readonly observation: Observation;
  readonly limits: readonly MemoryLimit[];
}

/** The threads of a target, and how many of its workers were left out. */
export interface ObservedThreads {
  readonly main: ObservedThread;
  readonly workers: readonly ObservedThread[];
  readonly notes: readonly string[];
  /** What native code the process has loaded. */
  readonly native: NativeSide;
}

const mostWorkers = 4;
/** How the title of our agent's worker thread ends: `src/agent` names it so. */
const AGENT_THREAD = "sawtooth agent";

/** Observes the main thread and the workers there are at the start, all during the same window. */
export async function observeThreads(target: NodeTarget, options: ObserveOptions): Promise<ObservedThreads> {
  const sessions = await target.workerSessions();
  const ours = sessions.filter(runsTheProgram);
  const chosen = ours.slice(0, mostWorkers);
  const quiet = { ...options, onProgress: () => {} };
  try {
    const [main, ...workers] = await Promise.all([
      observeThread(target, null, options),
      ...chosen.map((session, index) =>
        observeThread(session, nameOf(session, index), quiet).catch(
          () => `${nameOf(session, index)} ended during the window.`,
        ),
      ),
    ]);
    const notes = workers.filter((worker) => typeof worker === "string");
    if (ours.length > chosen.length)
      notes.push(`${ours.length} worker threads run; only the first ${chosen.length} were looked at.`);
    const system = (await target.limits().catch(() => [])).filter(({ kind }) => kind !== "heap limit");
    const withSystem = (thread: ObservedThread): ObservedThread => ({
      ...thread,
      limits: [...thread.limits, ...system],
    });
    return {
      main: withSystem(main),
      workers: workers.filter((worker) => typeof worker !== "string").map(withSystem),
      notes,
      native: target.description.remote
        ? { addons: [], allocator: null }
        : nativeSide(target.description.pid),
    };
  } finally {
    await Promise.all(sessions.map((session) => session.detach()));
  }
}

async function observeThread(
  isolate: Isolate,
  name: string | null,
  options: ObserveOptions,
): Promise<ObservedThread> {
  const atStart = await heapLimitOf(isolate);
  const proxy = await InTargetProxy.install(isolate);
  try {
    const observation = await observe(proxy, options);
    return { name, observation, limits: [await heapLimitOf(isolate).catch(() => atStart)] };
  } finally {
    await proxy.remove();
  }
}

/** Node starts threads of its own, for loader hooks and the like, and our agent is one. */
function runsTheProgram({ url, title }: WorkerSession): boolean {
  return !url.startsWith("node:") && !title.endsWith(AGENT_THREAD);
}

function nameOf({ url, title }: WorkerSession, index: number): string {
  const file = /[^/]+$/.exec(url)?.[0];
  return `worker thread ${file ?? (title || index + 1)}`;
}

import type { Protocol } from "#target";
import { evaluate } from "./evaluate.ts";
import type { HeapTree } from "./heap-tree.ts";
import { REGISTERED } from "./registration.ts";
import type { SamplerState } from "./sampler-state.ts";

/** One look at a sampler. */
export interface HeapReading {
  readonly tree: HeapTree;
  readonly state: SamplerState;
  readonly atMs: number;
}

/** Milliseconds that a reading may take: a full collection of some gigabytes. */
const PATIENCE_MS = 60_000;

/**
 * Reads the sampler that runs, whoever started it. Ours is started again when somebody has stopped it: that reading is
 * empty, and says so among the gaps. Throws a TargetError.
 */
export async function readHeap(protocol: Protocol): Promise<HeapReading> {
  const state = await samplerState(protocol);
  const tree = await samplingProfile(protocol);
  if (tree !== null) return { tree, state, atMs: Date.now() };
  if (state !== null && !state.stopped)
    await ask(protocol, `restart("another profiler stopped the sampler")`);
  const restarted = await samplingProfile(protocol);
  return { tree: restarted ?? EMPTY, state: await samplerState(protocol), atMs: Date.now() };
}

/** What runs there; a state of its own when no sampler of ours was ever started. */
export async function samplerState(protocol: Protocol): Promise<SamplerState> {
  return (await ask<SamplerState>(protocol, "state()")) ?? NONE;
}

/** Calls a method of the sampler registered in the thread; null when there is none. */
export function ask<T>(protocol: Protocol, call: string): Promise<T | null> {
  return evaluate<T | null>(protocol, `${REGISTERED}?.${call} ?? null`);
}

/** null when nobody samples. */
async function samplingProfile(protocol: Protocol): Promise<HeapTree | null> {
  try {
    const answer = await protocol.send<{ profile: HeapTree }>(
      "HeapProfiler.getSamplingProfile",
      {},
      { timeoutMs: PATIENCE_MS },
    );
    return answer.profile;
  } catch (error) {
    if (/not started/.test((error as Error).message)) return null;
    throw error;
  }
}

const EMPTY: HeapTree = {
  head: {
    callFrame: { functionName: "(root)", scriptId: "0", url: "", lineNumber: -1, columnNumber: -1 },
    id: 1,
    children: [],
  },
  samples: [],
};

const NONE: SamplerState = {
  backend: null,
  forcesCollection: null,
  intervalBytes: 524_288,
  generation: 0,
  startedAtMs: 0,
  gapCount: 0,
  gaps: [],
  stopped: false,
};

import type { Profile } from "#profile";
import { CoverageError } from "#sampler";
import { Refusal, textAnswer, type AgentRequest, type Answer } from "./answer.ts";
import { deltaOf, deltaSeconds } from "./delta.ts";
import { heapText } from "./heap-text.ts";
import { boundedSeconds, isAsked, numberParameter } from "./parameters.ts";
import { profileFile } from "./profile-file.ts";
import { readMemory } from "./pulse.ts";
import type { Surroundings } from "./surroundings.ts";
import { waitForClient } from "./wait.ts";

/** Of a precise window when no time is asked for, and at most: the program runs slower in it. */
const usualPreciseSeconds = 10;
const mostPreciseSeconds = 120;
/** Clients that may wait for the end of their own window at the same time. */
const mostWaiting = 64;
let waiting = 0;

/**
 * `heap` and `allocs`, which differ in what is shown first. `gc=1` collects first; `seconds=N` answers with what changed
 * in that time, and both together with what changed between two collections.
 */
export async function answerHeap(
  name: "heap" | "allocs",
  surroundings: Surroundings,
  request: AgentRequest,
): Promise<Answer> {
  const debug = numberParameter(request, "debug");
  const seconds = deltaSeconds(request, debug);
  if (isAsked(request, "precise")) return await answerPrecise(name, surroundings, request, seconds);
  const gc = isAsked(request, "gc");
  if (seconds !== null) {
    const delta = await heapDelta(surroundings, seconds * 1000, gc, request.signal);
    return await profileFile(`${name}-delta`, shownBy(delta, name));
  }
  const profile = await surroundings.heapReads.take({ gc, fresh: false });
  if (debug > 0) {
    const memory = readMemory(surroundings.pulse);
    return textAnswer(heapText(profile, memory, surroundings.addresses));
  }
  return await profileFile(name, shownBy(profile, name));
}

/**
 * `precise=1`: what was allocated in a window (`seconds`, 10 when left out) and still lives, each byte at the function
 * that allocated it, in hot code too.
 */
async function answerPrecise(
  name: "heap" | "allocs",
  { turnstiles, profiler }: Surroundings,
  request: AgentRequest,
  asked: number | null,
): Promise<Answer> {
  const ms = boundedSeconds(asked ?? usualPreciseSeconds, mostPreciseSeconds) * 1000;
  try {
    const profile = await turnstiles.precise.pass(ms, () => profiler.precise(ms, request.signal));
    return await profileFile(`${name}-precise`, shownBy(profile, name));
  } catch (error) {
    if (error instanceof CoverageError) throw new Refusal(409, error.message);
    throw error;
  }
}

async function heapDelta(
  { heapReads }: Surroundings,
  windowMs: number,
  gc: boolean,
  signal: AbortSignal,
): Promise<Profile> {
  if (waiting >= mostWaiting)
    throw new Refusal(429, `${waiting} clients wait already: try again later`, { "Retry-After": "10" });
  waiting++;
  try {
    const begun = performance.now();
    const before = await heapReads.take({ gc, fresh: true });
    await waitForClient(windowMs, signal);
    const after = await heapReads.take({ gc, fresh: true });
    return deltaOf(before, after, performance.now() - begun);
  } finally {
    waiting--;
  }
}

function shownBy(profile: Profile, name: "heap" | "allocs"): Profile {
  return { ...profile, defaultSampleType: name === "heap" ? "inuse_space" : "alloc_space" };
}

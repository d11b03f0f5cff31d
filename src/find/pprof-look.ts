import { setTimeout as sleep } from "node:timers/promises";
import { growthBySite } from "#profile";
import { TargetError, type PprofTarget } from "#target";
import type { Finding, MemoryPoint, ProfileLook } from "#verdict";
import type { FindOptions } from "./find-options.ts";
import { concludePprof, type PprofObservation } from "./pprof-conclusion.ts";

/** Enough looks for a trend; each costs the service a collection and a profile. */
const mostLooks = 6;
const fewestLooks = 3;
const shortestGapMs = 1000;
const progressEveryMs = 1000;
const MEBIBYTE = 2 ** 20;

/**
 * Looks at a service through its heap profiles for the length of the window, each right after a collection, and says
 * which places in its code allocate what is never let go. Cut short by the signal, it takes a last look and answers from
 * what was seen. Changes nothing in the service.
 */
export async function findInPprof(target: PprofTarget, options: FindOptions): Promise<Finding> {
  return await concludePprof(target, await observe(target, options));
}

async function observe(target: PprofTarget, options: FindOptions): Promise<PprofObservation> {
  const { windowMs, signal } = options;
  const startedAt = new Date();
  const start = performance.now();
  const looks: ProfileLook[] = [];
  const memory: MemoryPoint[] = [];
  const gaps = Math.max(fewestLooks, Math.min(mostLooks, 1 + Math.floor(windowMs / shortestGapMs))) - 1;
  const progress = (phase: string): void => {
    const elapsedMs = performance.now() - start;
    options.onProgress?.({ phase, elapsedMs, windowMs, suspect: leadingPlace(looks) });
  };
  let endedEarly = false;
  let lost: string | null = null;
  progress("reading a heap profile");
  await look(target, start, looks, memory);
  for (let gap = 1; gap <= gaps && !endedEarly; gap++) {
    // Cut short, there is one more look: it belongs to the moment the user stopped.
    endedEarly = await waitUntil(start + (windowMs * gap) / gaps, signal, () => progress("waiting"));
    progress("reading a heap profile");
    try {
      await look(target, start, looks, memory);
    } catch (error) {
      if (looks.length < 2 || !(error instanceof TargetError)) throw error;
      lost = error.message;
      endedEarly = true;
    }
  }
  return { startedAt, looks, memory, endedEarly, lost };
}

async function look(
  target: PprofTarget,
  start: number,
  looks: ProfileLook[],
  points: MemoryPoint[],
): Promise<void> {
  const profile = await target.heap();
  const atMs = Math.round(performance.now() - start);
  looks.push({ atMs, profile });
  const memory = await target.memory();
  if (memory === null) return;
  points.push({
    atMs,
    heapUsed: memory.heapAlloc,
    external: 0,
    arrayBuffers: 0,
    rss: target.residentBytes() ?? memory.resident,
    heapAfterGc: memory.heapAlloc,
  });
}

/** Waits, saying every second that it does; true when it was cut short. */
async function waitUntil(time: number, signal: AbortSignal | undefined, tick: () => void): Promise<boolean> {
  for (let left = time - performance.now(); left > 0; left = time - performance.now()) {
    tick();
    try {
      await sleep(Math.min(left, progressEveryMs), undefined, signal === undefined ? {} : { signal });
    } catch {
      return true;
    }
  }
  return signal?.aborted === true;
}

function leadingPlace(looks: readonly ProfileLook[]): string | null {
  const [first] = looks;
  const last = looks.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  const [site] = growthBySite(first.profile, last.profile, "inuse_space").sites;
  if (site === undefined || site.delta < MEBIBYTE) return null;
  return `${site.frames[site.named]?.function ?? "?"} +${(site.delta / MEBIBYTE).toFixed(1)} MiB`;
}

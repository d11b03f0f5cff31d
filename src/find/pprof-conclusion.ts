import { Sources } from "#source";
import { firstLimit } from "#series";
import type { PprofTarget } from "#target";
import {
  allocationGrowth,
  allocationLeak,
  liveGrowth,
  PROFILE_SAYS_WHERE_NOT_WHO,
  type AllocationGrowth,
  type Finding,
  type Forecast,
  type GrowingAllocation,
  type Leak,
  type MemoryLimit,
  type MemoryPoint,
  type Place,
  type ProfileLook,
  type Range,
  type Unexplained,
} from "#verdict";

const MEBIBYTE = 2 ** 20;
/** With fewer looks growth that levels off cannot be told from growth that goes on. */
const enoughLooks = 3;

/** What was seen of a service with profiles during the window. */
export interface PprofObservation {
  readonly startedAt: Date;
  readonly looks: readonly ProfileLook[];
  readonly memory: readonly MemoryPoint[];
  readonly endedEarly: boolean;
  /** Why the service could not be asked any more; null when it could. */
  readonly lost: string | null;
}

/** The finding of a window of heap profiles. */
export async function concludePprof(target: PprofTarget, observation: PprofObservation): Promise<Finding> {
  const { looks, memory } = observation;
  const windowMs = looks.at(-1)!.atMs - looks[0]!.atMs;
  const growth = allocationGrowth(looks);
  const limits = target.limits();
  const leaks = await Promise.all(
    growth.growing.map(async (growing) => {
      const leak = allocationLeak(growing, await quotesOf(target, growing));
      return Object.assign(leak, { forecast: forecast(leak, limits) });
    }),
  );
  const perHour = liveGrowth(memory);
  return {
    version: 1,
    target: {
      kind: "pprof",
      name: target.program === null ? target.url : `${target.program} (${new URL(target.url).origin})`,
      pid: target.local?.pid ?? null,
      url: target.url,
      node: null,
      uptimeSeconds: target.local?.uptimeSeconds ?? null,
    },
    window: {
      startedAt: observation.startedAt.toISOString(),
      seconds: windowMs / 1000,
      looks: looks.length,
      endedEarly: observation.endedEarly,
    },
    memory: { points: memory, limits, perHour },
    leaks,
    unexplained: unexplained(perHour, leaks, windowMs),
    // What the service spends on answering is its own affair: it is not told, and none of it blocks an event loop.
    evidence: {
      cpuMs: null,
      longestPauseMs: null,
      functions: 0,
      objects: 0,
      collections: 0,
      sampledInserts: 0,
      complete: observation.lost === null,
    },
    notes: notes(target, observation, growth, windowMs),
  };
}

/** The lines of a leak, read only where the service runs on this machine: elsewhere a file of that name may be another. */
async function quotesOf(
  target: PprofTarget,
  { site, table }: GrowingAllocation,
): Promise<(place: Place) => string | null> {
  const quotes = new Map<string, string | null>();
  if (target.local === null) return () => null;
  const sources = new Sources({ cwd: process.cwd() });
  const places = table === null ? [site] : [site, table.place];
  await Promise.all(
    places.map(async ({ file, line }) => {
      quotes.set(`${file}:${line}`, await sources.excerpt(file, line));
    }),
  );
  return ({ file, line }) => quotes.get(`${file}:${line}`) ?? null;
}

/**
 * Sizes are estimated from samples; and Go collects when the heap has doubled (GOGC=100), so what the process takes
 * grows up to twice as fast as what it keeps.
 */
function forecast({ bytes }: Leak, limits: readonly MemoryLimit[]): Forecast | null {
  if (bytes.perHour === null) return null;
  const rate = { low: bytes.perHour * 0.7, middle: bytes.perHour, high: bytes.perHour * 2 };
  const first = firstLimit(limits, rate);
  if (first === null) return null;
  return { limit: first.limit.kind, limitBytes: first.limit.bytes, ...first.time };
}

/** Growth of the live heap that is certain, while no place stands out. */
function unexplained(perHour: Range | null, leaks: readonly Leak[], windowMs: number): Unexplained | null {
  if (perHour === null) return null;
  const explained = leaks.reduce((sum, { bytes }) => sum + (bytes.perHour ?? 0), 0);
  const bytes = ((perHour.low - explained * 2) * windowMs) / 3_600_000;
  if (bytes < 4 * MEBIBYTE) return null;
  return {
    bytes: Math.round(bytes),
    kind: "heap",
    parts: null,
    meaning:
      leaks.length === 0
        ? "The live heap grows, but no one place in the code grows beyond what sampling can tell."
        : "More grows than the places above allocate.",
    next: ["Run again for longer: smaller places show then."],
  };
}

function notes(
  target: PprofTarget,
  { looks, lost }: PprofObservation,
  { growing, smallestNoticed }: AllocationGrowth,
  windowMs: number,
): string[] {
  const result: string[] = [];
  if (lost !== null) result.push(`The service stopped answering: ${lost}.`);
  if (looks.every(({ profile }) => profile.samples.count === 0)) {
    result.push(
      "The service records no allocations: runtime.MemProfileRate is 0 in it, or nothing was allocated yet.",
    );
  } else if (growing.length === 0) {
    result.push(
      `A place that gained less than about ${Math.ceil(smallestNoticed / MEBIBYTE)} MiB in these ` +
        `${Math.round(windowMs / 1000)} s would not show, for the profile samples: a longer window (--for 10m) sees slower leaks.`,
    );
  } else result.push(PROFILE_SAYS_WHERE_NOT_WHO);
  if (looks.length < enoughLooks) {
    result.push("Only two looks were taken: what still warms up looks the same as a leak.");
  }
  if (growing.length > 0 && target.local === null) {
    result.push("The memory limit of the service is not known from here, so there is no forecast.");
  }
  return result;
}

import { readFile, stat } from "node:fs/promises";
import { ProfileBuilder, readProfile, type Profile } from "#profile";
import type { LifeRecord } from "#recorder";
import type { ProfileLook } from "#verdict";

const mostFileBytes = 64 * 2 ** 20;
const mostBytes = 512 * 2 ** 20;
/** V8's sampler as Node starts it; the `.heapprofile` it leaves does not tell. */
const nodeIntervalBytes = 512n * 1024n;
/** With fewer looks the start of the process is taken as one more: nothing was live then. */
const enoughLooks = 3;
const mostLooks = 8;

/** The profiles of a life that could be read, oldest first, and what could not be. */
export interface RecordedLooks {
  readonly looks: readonly ProfileLook[];
  /** How many of them are profiles; the start of the process is a look without one. */
  readonly profiles: number;
  readonly damaged: number;
}

/** Reads the profiles of a life as looks, times since its start. */
export async function looksOf(life: LifeRecord): Promise<RecordedLooks> {
  const looks: ProfileLook[] = [];
  let damaged = 0;
  const own = life.profiles.filter(({ atLimit }) => !atLimit).length;
  for (const { path, atMs, atLimit } of life.profiles) {
    // Node's own profile names files in another way than ours: beside others it would only look like new places.
    if (atLimit && own > 1) continue;
    const profile = await readRecorded(path);
    if (profile === null) damaged++;
    else looks.push({ atMs: Math.max(0, atMs - life.startedAtMs), profile });
  }
  return withStart(spread(looks), life.profiles[0]?.nearLimit === true, damaged);
}

/** At most `mostLooks`, spread over the time: those of the last seconds would drown the rest in the noise of sampling. */
function spread(looks: readonly ProfileLook[]): ProfileLook[] {
  const end = looks.at(-1)?.atMs ?? 0;
  const kept: ProfileLook[] = [];
  // From the end: the last look is the one that counts.
  for (const look of looks.toReversed()) {
    const next = kept.at(-1);
    if (next === undefined || next.atMs - look.atMs >= end / mostLooks) kept.push(look);
  }
  return kept.toReversed();
}

function withStart(looks: readonly ProfileLook[], isLate: boolean, damaged: number): RecordedLooks {
  const [first] = looks;
  if (first === undefined || (looks.length >= enoughLooks && !isLate))
    return { looks, profiles: looks.length, damaged };
  return {
    looks: [{ atMs: 0, profile: emptyLike(first.profile) }, ...looks],
    profiles: looks.length,
    damaged,
  };
}

/** A profile from disk; null when it is damaged, or no heap profile. */
async function readRecorded(path: string): Promise<Profile | null> {
  try {
    if ((await stat(path)).size > mostFileBytes) return null;
    const profile = await readProfile(new Uint8Array(await readFile(path)), mostBytes);
    if (!profile.sampleTypes.some(({ type }) => type === "inuse_space")) return null;
    return path.endsWith(".heapprofile") ? { ...profile, period: nodeIntervalBytes } : profile;
  } catch {
    return null; // The caller says how many could not be read.
  }
}

/** A profile of the same kind in which nothing is live: what any process starts from. */
export function emptyLike({ sampleTypes, periodType, period }: Profile): Profile {
  return new ProfileBuilder({ sampleTypes, periodType, period }).build();
}

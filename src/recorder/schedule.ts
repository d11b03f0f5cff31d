import type { Pace } from "./options.ts";

/** Profiles take at most this share of the main thread's time, a thousandth. */
const costShare = 1000;
/** The older the process, the further apart its profiles: a quarter of its age. */
const ageShare = 4;
/** However dear they are, there is one in this time. */
const longestMs = 3_600_000;

/** When the next profile is due, milliseconds since 1970, from the process's age and what the last one cost. */
export function nextProfileMs(nowMs: number, ageMs: number, costMs: number, pace: Pace): number {
  const byAge = Math.min(pace.longestProfileMs, Math.max(pace.profileMs, ageMs / ageShare));
  return nowMs + Math.max(byAge, Math.min(longestMs, costMs * costShare));
}

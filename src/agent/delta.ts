import { difference, type Profile } from "#profile";
import { Refusal, type AgentRequest } from "./answer.ts";
import { boundedSeconds } from "./parameters.ts";

const mostSeconds = 3600;

/** The seconds of a delta; null when none is asked for. Refuses what Go refuses, in its words. */
export function deltaSeconds(request: AgentRequest, debug: number): number | null {
  const text = request.query.get("seconds") ?? "";
  if (text === "") return null;
  const seconds = /^\+?\d{1,15}$/.test(text) ? Number(text) : 0;
  if (seconds <= 0) throw new Refusal(400, 'invalid value for "seconds" - must be a positive integer');
  if (debug !== 0) throw new Refusal(400, "seconds and debug params are incompatible");
  return boundedSeconds(seconds, mostSeconds);
}

/** What changed, with the time of its end and the length of its window. */
export function deltaOf(before: Profile, after: Profile, windowMs: number): Profile {
  const { timeNanos, comments, defaultSampleType } = after;
  const durationNanos = BigInt(Math.round(windowMs * 1e6));
  return { ...difference(before, after), timeNanos, durationNanos, comments, defaultSampleType };
}

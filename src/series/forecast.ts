import type { Rate } from "./trend.ts";

/** A limit and how much of it is used now; bytes. */
export interface Limit {
  readonly bytes: number;
  readonly usedBytes: number;
}

/** How long until a limit is reached, seconds from now, `0 <= lowSeconds <= highSeconds`, both finite. */
export interface TimeLeft {
  readonly lowSeconds: number;
  readonly highSeconds: number;
}

/**
 * When `limit` is reached if use goes on growing at `perHour`: the soonest at the high rate, the latest at
 * the low rate; zero when it is already reached. Null when growth is not certain: a low rate of zero or less
 * means that the limit may never be reached, and half a range would read as a promise.
 */
export function timeToLimit(limit: Limit, perHour: Rate): TimeLeft | null {
  const left = Math.max(0, limit.bytes - limit.usedBytes);
  const lowSeconds = (left / perHour.high) * 3600;
  const highSeconds = (left / perHour.low) * 3600;
  if (!(perHour.low > 0) || !Number.isFinite(lowSeconds) || !Number.isFinite(highSeconds)) return null;
  return { lowSeconds, highSeconds: Math.max(lowSeconds, highSeconds) };
}

/** The limit that is reached first, and when; null when none is, or there are none. */
export function firstLimit<L extends Limit>(
  limits: readonly L[],
  perHour: Rate,
): { readonly limit: L; readonly time: TimeLeft } | null {
  let first: { limit: L; time: TimeLeft } | null = null;
  for (const limit of limits) {
    const time = timeToLimit(limit, perHour);
    if (time !== null && (first === null || time.lowSeconds < first.time.lowSeconds)) first = { limit, time };
  }
  return first;
}

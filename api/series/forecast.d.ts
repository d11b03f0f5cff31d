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
export declare function timeToLimit(limit: Limit, perHour: Rate): TimeLeft | null;
/** The limit that is reached first, and when; null when none is, or there are none. */
export declare function firstLimit<L extends Limit>(limits: readonly L[], perHour: Rate): {
    readonly limit: L;
    readonly time: TimeLeft;
} | null;

import { type Point } from "./point.ts";
/** A measurement of a process of which it may be known when it started. */
export interface Sample extends Point {
    /** When the process that was measured started, on the clock of `atMs`; left out when that is not known. */
    readonly startedAtMs?: number;
}
/** The time of one process from its start to its end, or to the last that is known of it. */
export interface Life {
    readonly startMs: number;
    readonly endMs: number;
    /** At least one, in order of time. */
    readonly points: readonly Point[];
}
/**
 * Cuts a series into the lives of the processes it was measured on: where the start of the process changes, or
 * if starts are not known, where a value falls by more than half and stays down, which no garbage collector
 * does that has left the floor of the points before standing.
 */
export declare function livesOf(samples: readonly Sample[]): readonly Life[];

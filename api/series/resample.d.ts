import { type Point } from "./point.ts";
/**
 * The series as `count` values at equal steps of time: each the mean of the points in its step. A step
 * without points takes the straight line between its neighbours. Empty when the series is.
 */
export declare function resample(points: readonly Point[], count: number): readonly number[];

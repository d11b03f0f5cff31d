import type { Point } from "./point.ts";
/** What the lowest and the highest block of a sparkline stand for; default: the series' own extremes. */
export interface SparklineScale {
    readonly min?: number;
    readonly max?: number;
}
/**
 * A series as `cells` characters ▁▂▃▄▅▆▇█. When nothing changes, a line of the lowest block. Pass a scale
 * with `min: 0` where the picture must not exaggerate. Empty when the series is.
 */
export declare function sparkline(points: readonly Point[], cells: number, scale?: SparklineScale): string;

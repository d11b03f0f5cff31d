import type { Point } from "./point.ts";
import { resample } from "./resample.ts";

const BLOCKS = "▁▂▃▄▅▆▇█";

/** What the lowest and the highest block of a sparkline stand for; default: the series' own extremes. */
export interface SparklineScale {
  readonly min?: number;
  readonly max?: number;
}

/**
 * A series as `cells` characters ▁▂▃▄▅▆▇█. When nothing changes, a line of the lowest block. Pass a scale
 * with `min: 0` where the picture must not exaggerate. Empty when the series is.
 */
export function sparkline(points: readonly Point[], cells: number, scale: SparklineScale = {}): string {
  const values = resample(points, cells);
  const min = scale.min ?? Math.min(...values);
  const max = scale.max ?? Math.max(...values);
  return values
    .map((value) => {
      const height = max > min ? (value - min) / (max - min) : 0;
      const block = Math.floor(Math.min(1, Math.max(0, height)) * BLOCKS.length);
      return BLOCKS[Math.min(BLOCKS.length - 1, block)];
    })
    .join("");
}

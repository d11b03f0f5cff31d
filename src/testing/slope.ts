/** Bytes per iteration, with the interval of a confidence; `low <= middle <= high`. */
export interface Slope {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/**
 * The slope of measurements by two methods that fail in different ways, Theil–Sen with Sen's interval and least
 * squares: the interval covers both, so that growth is only called sure when both say so. `deviations` is the normal
 * quantile of the confidence, such as 2.58 for 99 %.
 */
export function slopeOf(xs: readonly number[], ys: readonly number[], deviations: number): Slope {
  const robust = theilSen(xs, ys, deviations);
  const { slope, error } = leastSquares(xs, ys);
  return {
    low: Math.min(robust.low, slope - deviations * error),
    middle: robust.middle,
    high: Math.max(robust.high, slope + deviations * error),
  };
}

function theilSen(xs: readonly number[], ys: readonly number[], deviations: number): Slope {
  const slopes: number[] = [];
  for (let from = 0; from < xs.length; from++) {
    for (let to = from + 1; to < xs.length; to++) {
      slopes.push(((ys[to] ?? 0) - (ys[from] ?? 0)) / ((xs[to] ?? 0) - (xs[from] ?? 0)));
    }
  }
  slopes.sort((a, b) => a - b);
  const n = xs.length;
  const reach = deviations * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (rank: number): number => slopes[Math.min(slopes.length - 1, Math.max(0, rank))] ?? 0;
  return {
    low: at(Math.floor((slopes.length - reach) / 2)),
    middle: at(slopes.length >> 1),
    high: at(Math.ceil((slopes.length + reach) / 2)),
  };
}

function leastSquares(xs: readonly number[], ys: readonly number[]): { slope: number; error: number } {
  const n = xs.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const [x, y] = [mean(xs), mean(ys)];
  const spread = xs.reduce((sum, value) => sum + (value - x) ** 2, 0);
  const slope = xs.reduce((sum, value, row) => sum + (value - x) * ((ys[row] ?? 0) - y), 0) / spread;
  const rest = xs.reduce((sum, value, row) => sum + ((ys[row] ?? 0) - y - slope * (value - x)) ** 2, 0);
  return { slope, error: Math.sqrt(rest / Math.max(1, n - 2) / spread) };
}

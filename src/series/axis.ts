const TIME_STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3, 900e3,
  1800e3, 3600e3, 7200e3, 10_800e3, 21_600e3, 43_200e3, 86_400e3,
];

/**
 * Round values from zero up for an axis of bytes: multiples of a power of two, of which about `count` reach
 * `max`; the last one is `max` or the first above it. `max` of zero or less gives `[0, 1]`.
 */
export function byteTicks(max: number, count: number): readonly number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0, 1];
  const step = 2 ** Math.ceil(Math.log2(max / Math.max(1, count)));
  return Array.from({ length: Math.ceil(max / step) + 1 }, (_, index) => index * step);
}

/** Round times from `fromMs` on (0, 10 s, 20 s, …) up to `toMs`, at most `count` + 1 of them. Milliseconds since `fromMs`. */
export function timeTicks(fromMs: number, toMs: number, count: number): readonly number[] {
  const span = toMs - fromMs;
  if (!(span > 0)) return [0];
  const least = span / Math.max(1, count);
  const dayMs = 86_400e3;
  const step = TIME_STEPS_MS.find((candidate) => candidate >= least) ?? Math.ceil(least / dayMs) * dayMs;
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
}

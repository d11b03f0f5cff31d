import { inOrder, type Point } from "./point.ts";

/**
 * The series as `count` values at equal steps of time: each the mean of the points in its step. A step
 * without points takes the straight line between its neighbours. Empty when the series is.
 */
export function resample(points: readonly Point[], count: number): readonly number[] {
  const sorted = inOrder(points);
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined || count < 1) return [];
  const span = last.atMs - first.atMs;
  const sums = new Float64Array(count);
  const counts = new Float64Array(count);
  for (const { atMs, value } of sorted) {
    const cell = span > 0 ? Math.min(count - 1, Math.floor(((atMs - first.atMs) / span) * count)) : 0;
    // Divided before it is added, so that values near the end of the number range do not overflow the sum.
    sums[cell] = (sums[cell] ?? 0) + value / sorted.length;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return bridge(
    Array.from(sums, (sum, cell) => {
      const held = counts[cell] ?? 0;
      return held === 0 ? null : (sum / held) * sorted.length;
    }),
  );
}

function bridge(cells: readonly (number | null)[]): readonly number[] {
  const known = cells.flatMap((value, index) => (value === null ? [] : [{ index, value }]));
  let next = 0;
  return cells.map((value, index) => {
    if (value !== null) return value;
    while (next < known.length && (known[next]?.index ?? 0) < index) next++;
    const before = known[next - 1];
    const after = known[next];
    if (before === undefined || after === undefined) return (before ?? after)?.value ?? 0;
    const share = (index - before.index) / (after.index - before.index);
    return before.value + (after.value - before.value) * share;
  });
}

/**
 * The value below which a share `q` (0 to 1) of `sorted` lies, interpolated between neighbours
 * (Hyndman and Fan's type 7). `sorted` ascends and is not empty.
 */
export function quantile(sorted: readonly number[] | Float64Array, q: number): number {
  const rank = q * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? Number.NaN;
  const above = sorted[Math.ceil(rank)] ?? Number.NaN;
  return below === above ? below : below + (above - below) * (rank - Math.floor(rank));
}

/** The middle of `values`, which need no order but must not be empty. */
export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

const SMALLEST = -(2 ** 63);

/** A double cut to an integer as Go does it: what 64 bits cannot hold, and what is no number, becomes the smallest. */
export function truncated(value: number): number {
  return Math.abs(value) < -SMALLEST ? Math.trunc(value) : SMALLEST;
}

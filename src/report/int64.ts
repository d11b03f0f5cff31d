const SMALLEST = -(2 ** 63);

/** A double cut to an integer as Go does it: what 64 bits cannot hold, and what is no number, becomes the smallest. */
export function truncated(value: number): number {
  return Math.abs(value) < -SMALLEST ? Math.trunc(value) : SMALLEST;
}

/** The lowest 64 bits of an integer, signed: what a sum in Go comes to. */
export function wrapped(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** A value without its sign, in 64 bits: that of the smallest is itself. */
export function magnitude(value: bigint): bigint {
  return value < 0n ? wrapped(-value) : value;
}

/** The magnitude of a fraction of a value; through a double, as pprof takes it. */
export function fractionOf(value: bigint, fraction: number): bigint {
  return magnitude(BigInt(truncated(Number(value) * fraction)));
}

/** Orders by magnitude, largest first. */
export function byMagnitude(a: bigint, b: bigint): number {
  return descending(magnitude(a), magnitude(b));
}

/** Orders largest first. */
export function descending(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}

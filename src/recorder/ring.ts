/** One thing kept by age. */
export interface Aged {
  /** Milliseconds since any fixed moment. */
  readonly atMs: number;
}

/**
 * Which of the things to drop so that at most `most` are left: they stay spread by the logarithm of their age, so that
 * the last minute is known by the second and the last month by the day. The first (the process as it started) and the
 * newest always stay. `most` is at least 2, `graceMs` the age below which no finer spacing is wanted.
 *
 * Each time the one goes whose neighbours are nearest to each other by the logarithm of age. A gap so made is at most
 * twice the mean one, and gaps in the logarithm of age only shrink as time goes on; so at any later time neighbours that
 * were not taken one after the other satisfy `(older + grace) / (newer + grace) <= ((first + grace) / grace) ^ (2 / (most - 1))`.
 * Quadratic in what has to go; the input may be in any order and stays as it is.
 */
export function surplusByAge<T extends Aged>(
  things: readonly T[],
  most: number,
  nowMs: number,
  graceMs: number,
): readonly T[] {
  const kept = things.toSorted((a, b) => a.atMs - b.atMs);
  const surplus: T[] = [];
  const age = (thing: T | undefined): number =>
    Math.log(Math.max(0, nowMs - (thing?.atMs ?? nowMs)) + graceMs);
  while (kept.length > Math.max(2, most)) {
    let least = 1;
    let narrowest = Number.POSITIVE_INFINITY;
    for (let index = 1; index < kept.length - 1; index++) {
      const gap = age(kept[index - 1]) - age(kept[index + 1]);
      if (gap < narrowest) [least, narrowest] = [index, gap];
    }
    surplus.push(...kept.splice(least, 1));
  }
  return surplus;
}

import { Int64Column } from "./int64-column.ts";
import type { Profile } from "./model.ts";

/**
 * A profile with every value multiplied by `ratio`, or by one ratio for each sample type, rounded half away from zero
 * as Go does. Ratios 1 and -1 are exact for all 64 bits; others go through doubles, and what 64 bits cannot hold becomes
 * the smallest of them. Samples that become 0 stay: `merge` drops them. Only the values are copied. Throws RangeError
 * for a ratio that is not finite.
 */
export function scale(profile: Profile, ratio: number | readonly number[]): Profile {
  return scaledBy(profile, ratio, negate);
}

/** The same with -1 as a ratio like others, as pprof takes it: values beyond 2^53 are rounded. */
export function scaleRounding(profile: Profile, ratios: readonly number[]): Profile {
  return scaledBy(profile, ratios, (from, to, row) => multiply(from, to, row, -1));
}

type ScaleRow = (from: Int64Column, to: Int64Column, row: number) => void;

function scaledBy(profile: Profile, ratio: number | readonly number[], byMinusOne: ScaleRow): Profile {
  const width = profile.sampleTypes.length;
  const ratios = typeof ratio === "number" ? Array.from({ length: width }, () => ratio) : ratio;
  if (ratios.length !== width) {
    throw new RangeError(
      `${ratios.length} ratios for ${width} sample types: give one for each, or one for all`,
    );
  }
  const wrong = ratios.find((one) => !Number.isFinite(one));
  if (wrong !== undefined) throw new RangeError(`the ratio ${wrong}: give a finite number`);
  const from = profile.samples.values;
  const values = new Int64Column(from.count);
  for (let row = 0; row < from.count; row++) {
    const by = ratios[row % width]!;
    if (by === 1) values.set(row, from.lo[row]!, from.hi[row]!);
    else if (by === -1) byMinusOne(from, values, row);
    else multiply(from, values, row, by);
  }
  return { ...profile, samples: { ...profile.samples, values } };
}

function negate(from: Int64Column, to: Int64Column, row: number): void {
  const lo = from.lo[row]!;
  to.set(row, -lo, ~from.hi[row]! + (lo === 0 ? 1 : 0));
}

const SMALLEST = -(2 ** 63);

function multiply(from: Int64Column, to: Int64Column, row: number, ratio: number): void {
  const value = from.number(row) * ratio;
  const rounded = Math.sign(value) * Math.round(Math.abs(value));
  if (Number.isSafeInteger(rounded)) to.setNumber(row, rounded);
  else to.setBigint(row, BigInt(Math.abs(rounded) < -SMALLEST ? rounded : SMALLEST));
}

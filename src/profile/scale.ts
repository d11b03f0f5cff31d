import { Int64Column } from "./int64-column.ts";
import type { Profile } from "./model.ts";

/**
 * A profile with every value multiplied by `ratio`, or by one ratio for each sample type, rounded half away from zero
 * as Go does. Ratios 1 and -1 are exact for all 64 bits; others go through doubles. Samples that become 0 stay: `merge`
 * drops them. Only the values are copied. Throws RangeError for a ratio that is not finite.
 */
export function scale(profile: Profile, ratio: number | readonly number[]): Profile {
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
  for (let row = 0; row < from.count; row++) scaleRow(from, values, row, ratios[row % width]!);
  return { ...profile, samples: { ...profile.samples, values } };
}

function scaleRow(from: Int64Column, to: Int64Column, row: number, ratio: number): void {
  const lo = from.lo[row]!;
  const hi = from.hi[row]!;
  if (ratio === 1) to.set(row, lo, hi);
  else if (ratio === -1) to.set(row, -lo, ~hi + (lo === 0 ? 1 : 0));
  else {
    const value = from.number(row) * ratio;
    const rounded = Math.sign(value) * Math.round(Math.abs(value));
    if (Number.isSafeInteger(rounded)) to.setNumber(row, rounded);
    else to.setBigint(row, BigInt(rounded));
  }
}

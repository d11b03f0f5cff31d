import { Int64Column, type Profile } from "#profile";
import { truncated } from "./int64.ts";

/** The profile of a report with every stored value divided, truncated toward zero: `pprof -proto`. */
export function dividedProfile(profile: Profile, divideBy: number): Profile {
  const ratio = 1 / divideBy;
  if (!(ratio > 0) || ratio === 1) return profile;
  const from = profile.samples.values;
  const values = new Int64Column(from.count);
  for (let row = 0; row < from.count; row++) {
    values.setBigint(row, BigInt(truncated(from.number(row) * ratio)));
  }
  return { ...profile, samples: { ...profile.samples, values } };
}

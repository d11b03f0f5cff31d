import type { Profile } from "./model.ts";

/**
 * The column of a sample type, by name; without a name the profile's default, else the last, as pprof chooses.
 * -1 when there is none of that name.
 */
export function sampleTypeColumn(profile: Profile, name?: string): number {
  const types = profile.sampleTypes.map(({ type }) => type);
  if (name !== undefined) return types.indexOf(name);
  const byDefault = types.indexOf(profile.defaultSampleType);
  return byDefault < 0 ? types.length - 1 : byDefault;
}

/** A whole column of values added up, exact. */
export function total(profile: Profile, column: number): bigint {
  const { samples, sampleTypes } = profile;
  let sum = 0n;
  for (let row = 0; row < samples.count; row++)
    sum += samples.values.bigint(row * sampleTypes.length + column);
  return sum;
}

import type { Profile } from "./model.ts";
import { sampleTypeColumn } from "./sample-type.ts";
import { ProfileRangeError } from "./range-error.ts";

/**
 * The column that pprof's -sample_index means: a number, or a name, where `inuse_space` also means a type `space`; ""
 * for the profile's default, else its last. Throws ProfileRangeError in pprof's words.
 */
export function sampleIndexByName(profile: Profile, name: string): number {
  const types = profile.sampleTypes.map(({ type }) => type);
  if (name === "") return sampleTypeColumn(profile);
  if (/^[+-]?\d+$/.test(name)) {
    const index = Number(name);
    if (index >= 0 && index < types.length) return index;
    throw new ProfileRangeError(`sample_index ${name} is outside the range [0..${types.length - 1}]`);
  }
  const bare = name.startsWith("inuse_") ? name.slice("inuse_".length) : name;
  const found = types.findIndex((type) => type === name || type === bare);
  if (found >= 0) return found;
  throw new ProfileRangeError(`sample_index ${JSON.stringify(name)} must be one of: [${types.join(" ")}]`);
}

import {
  MAPPING_HAS_FILENAMES,
  MAPPING_HAS_FUNCTIONS,
  MAPPING_HAS_LINE_NUMBERS,
  withMainMapping,
  type Profile,
} from "#profile";

/** What V8 tells of every place by itself, so that pprof looks for no symbols. */
export const SYMBOLIZED: number = MAPPING_HAS_FUNCTIONS | MAPPING_HAS_FILENAMES | MAPPING_HAS_LINE_NUMBERS;

/** The profile with the program as its first mapping, which says that it needs no symbols. */
export function withProgram(profile: Profile, program: string): Profile {
  const mapped = withMainMapping(profile, { file: program, buildId: "" });
  const flags = mapped.mappings.flags.slice();
  flags[0] = SYMBOLIZED;
  return { ...mapped, mappings: { ...mapped.mappings, flags } };
}

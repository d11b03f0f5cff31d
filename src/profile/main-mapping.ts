import { Int64Column } from "./int64-column.ts";
import type { Mappings, Profile } from "./model.ts";

/** What is known of the program beside its profile; "" for what is not. */
export interface MainProgram {
  readonly file: string;
  readonly buildId: string;
}

/**
 * A profile whose first mapping is the program, as pprof assumes: one without mappings gets an empty one for all its
 * locations; a file given replaces the first mapping's, a build id is taken where it has none.
 */
export function withMainMapping(profile: Profile, { file, buildId }: MainProgram): Profile {
  const mapped = profile.mappings.count === 0 ? withEmptyMapping(profile) : profile;
  const { mappings, strings } = mapped;
  const takesId = buildId !== "" && mappings.buildIds[0] === 0;
  if (file === "" && !takesId) return mapped;
  const files = mappings.files.slice();
  const buildIds = mappings.buildIds.slice();
  if (file !== "") files[0] = strings.count;
  if (takesId) buildIds[0] = strings.count + 1;
  return { ...mapped, strings: strings.with([file, buildId]), mappings: { ...mappings, files, buildIds } };
}

function withEmptyMapping(profile: Profile): Profile {
  const mappings: Mappings = {
    count: 1,
    starts: new Int64Column(1),
    limits: new Int64Column(1),
    offsets: new Int64Column(1),
    files: new Uint32Array(1),
    buildIds: new Uint32Array(1),
    flags: new Uint8Array(1),
  };
  const locations = { ...profile.locations, mappings: new Uint32Array(profile.locations.count).fill(1) };
  return { ...profile, mappings, locations };
}

/** A profile without the mapping files that are URLs, as pprof drops them: they name where a profile came from. */
export function withoutMappingUrls(profile: Profile): Profile {
  const { mappings, strings } = profile;
  const files = mappings.files.map((file, row) =>
    mappings.buildIds[row] === 0 && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(strings.at(file)) ? 0 : file,
  );
  return { ...profile, mappings: { ...mappings, files } };
}

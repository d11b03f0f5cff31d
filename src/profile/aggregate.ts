import { Int64Column } from "./int64-column.ts";
import {
  MAPPING_HAS_FILENAMES,
  MAPPING_HAS_FUNCTIONS,
  MAPPING_HAS_INLINE_FRAMES,
  MAPPING_HAS_LINE_NUMBERS,
  type Locations,
  type Profile,
} from "./model.ts";
import { withLines } from "./selection.ts";

/** What places in a program are told apart by. */
export type Granularity = "functions" | "filefunctions" | "files" | "lines" | "addresses";

/** Whether inlined calls count as frames of their own, and columns as places of their own. */
export interface AggregateOptions {
  readonly inlines: boolean;
  readonly columns: boolean;
}

/**
 * Forgets what a granularity does not tell apart: names, files, lines and addresses become "" and 0, and without inlines
 * only the outermost line of a location stays. Rows keep their numbers, so places that are now equal are still several
 * rows. What `addresses` with inlines tells apart is everything: columns stay then, too, as in pprof.
 */
export function aggregate(profile: Profile, granularity: Granularity, options: AggregateOptions): Profile {
  if (granularity === "addresses" && options.inlines) return profile;
  const hasFunctions = granularity !== "files";
  const hasFiles = granularity !== "functions";
  const hasLines = granularity === "lines" || granularity === "addresses";
  let flags = 0;
  if (hasFunctions) flags |= MAPPING_HAS_FUNCTIONS;
  if (hasFiles) flags |= MAPPING_HAS_FILENAMES;
  if (hasLines) flags |= MAPPING_HAS_LINE_NUMBERS;
  if (options.inlines) flags |= MAPPING_HAS_INLINE_FRAMES;
  const { functions, mappings } = profile;
  const locations = options.inlines
    ? profile.locations
    : withLines(profile.locations, outermost(profile.locations));
  const nothing = new Int64Column(locations.lines.functions.length);
  return {
    ...profile,
    mappings: { ...mappings, flags: mappings.flags.map((has) => has & flags) },
    functions: {
      ...functions,
      names: hasFunctions ? functions.names : new Uint32Array(functions.count),
      systemNames: hasFunctions ? functions.systemNames : new Uint32Array(functions.count),
      files: hasFiles ? functions.files : new Uint32Array(functions.count),
    },
    locations: {
      ...locations,
      addresses: granularity === "addresses" ? locations.addresses : new Int64Column(locations.count),
      lines: {
        functions: locations.lines.functions,
        lines: hasLines ? locations.lines.lines : nothing,
        columns: hasLines && options.columns ? locations.lines.columns : nothing,
      },
    },
  };
}

/** 1 for the last line of each location: the caller that the others were inlined into. */
function outermost({ count, lineStarts, lines }: Locations): Uint8Array {
  const kept = new Uint8Array(lines.functions.length);
  for (let location = 0; location < count; location++) {
    const end = lineStarts[location + 1]!;
    if (end > lineStarts[location]!) kept[end - 1] = 1;
  }
  return kept;
}

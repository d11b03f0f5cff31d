import type { Profile } from "./model.ts";

/** A line of a stack: where the program was. Lines and columns are 1-based, 0 when not known. */
export interface Frame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The frames of a location, innermost first: one, or more where functions were inlined. A location without lines, such
 * as one of a stripped binary, is one frame named by its address.
 */
export function framesOfLocation(profile: Profile, location: number): Frame[] {
  const { locations, functions, strings } = profile;
  const { lines } = locations;
  const first = locations.lineStarts[location]!;
  const end = locations.lineStarts[location + 1]!;
  if (first === end) {
    const address = `0x${locations.addresses.unsigned(location).toString(16)}`;
    return [{ function: address, file: mappingFile(profile, location), line: 0, column: 0 }];
  }
  const frames: Frame[] = [];
  for (let line = first; line < end; line++) {
    const row = lines.functions[line]!;
    frames.push({
      function: strings.at(functions.names[row]!) || strings.at(functions.systemNames[row]!),
      file: strings.at(functions.files[row]!),
      line: lines.lines.number(line),
      column: lines.columns.number(line),
    });
  }
  return frames;
}

function mappingFile({ locations, mappings, strings }: Profile, location: number): string {
  const mapping = locations.mappings[location]!;
  return mapping === 0 ? "" : strings.at(mappings.files[mapping - 1]!);
}

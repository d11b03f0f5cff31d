import { Int64Column, type Profile } from "#profile";

/** Where a position of a script comes from; null when no source map says. Lines and columns are 1-based. */
export type OriginalOf = (file: string, line: number, column: number) => Promise<OriginalPlace | null>;

/** A place in what the programmer wrote. */
export interface OriginalPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Which row of the functions, and the place where it begins. */
interface Beginning {
  readonly row: number;
  readonly generated: { readonly file: string; readonly line: number };
  readonly original: OriginalPlace;
}

/**
 * The profile in the places of the original sources, where source maps lead to them. Functions stay apart and keep
 * their names: only where they are is another. A map is asked for each function and line once.
 */
export async function withOriginalPlaces(profile: Profile, originalOf: OriginalOf): Promise<Profile> {
  const beginnings = await beginningsOf(profile, originalOf);
  if (beginnings.size === 0) return profile;
  const { functions, strings, locations } = profile;
  const files = functions.files.slice();
  const startLines = copy(functions.startLines);
  const added = new Map<string, number>();
  for (const { row, original } of beginnings.values()) {
    if (!added.has(original.file)) added.set(original.file, strings.count + added.size);
    files[row] = added.get(original.file)!;
    startLines.setNumber(row, original.line);
  }
  return {
    ...profile,
    strings: strings.with([...added.keys()]),
    functions: { ...functions, files, startLines },
    locations: { ...locations, lines: await originalLines(profile, beginnings, originalOf) },
  };
}

/** The functions that come from elsewhere. Where they begin is the line of their own that has a column. */
async function beginningsOf(profile: Profile, originalOf: OriginalOf): Promise<Map<number, Beginning>> {
  const { functions, locations, strings } = profile;
  const columns = new Map<number, number>();
  for (let at = 0; at < locations.lines.functions.length; at++) {
    const row = locations.lines.functions[at]!;
    const begins = locations.lines.lines.number(at) === functions.startLines.number(row);
    if (begins) columns.set(row, locations.lines.columns.number(at));
  }
  const beginnings = new Map<number, Beginning>();
  for (let row = 0; row < functions.count; row++) {
    const file = strings.at(functions.files[row]!);
    const line = functions.startLines.number(row);
    if (!isScript(file) || line < 1) continue;
    const original = await originalOf(file, line, Math.max(1, columns.get(row) ?? 1));
    if (original !== null) beginnings.set(row, { row, generated: { file, line }, original });
  }
  return beginnings;
}

async function originalLines(
  { locations }: Profile,
  beginnings: ReadonlyMap<number, Beginning>,
  originalOf: OriginalOf,
): Promise<Profile["locations"]["lines"]> {
  const lines = copy(locations.lines.lines);
  const columns = copy(locations.lines.columns);
  for (let at = 0; at < locations.lines.functions.length; at++) {
    const beginning = beginnings.get(locations.lines.functions[at]!);
    if (beginning === undefined) continue;
    const place = await originalLine(beginning, lines.number(at), columns.number(at), originalOf);
    lines.setNumber(at, place.line);
    columns.setNumber(at, place.column);
  }
  return { ...locations.lines, lines, columns };
}

/** A line without a column is where its code begins; one that leads into another file was inlined by a bundler. */
async function originalLine(
  { generated, original }: Beginning,
  line: number,
  column: number,
  originalOf: OriginalOf,
): Promise<OriginalPlace> {
  if (line === generated.line) return original;
  for (const candidate of column > 0 ? [column] : [1, 1000]) {
    const place = await originalOf(generated.file, line, candidate);
    if (place?.file === original.file) return column > 0 ? place : { ...place, column: 0 };
  }
  return original;
}

function isScript(file: string): boolean {
  return file !== "" && !file.startsWith("node:") && !file.startsWith("(");
}

function copy(column: Int64Column): Int64Column {
  const copied = new Int64Column(column.count);
  copied.lo.set(column.lo);
  copied.hi.set(column.hi);
  return copied;
}

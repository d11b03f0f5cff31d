import { Int64Column } from "./int64-column.ts";
import { MAPPING_HAS_FUNCTIONS, type Profile } from "./model.ts";

/**
 * A profile with a name for locations that have none, by row: what a server, or a table of symbols, says is at their
 * address. Mappings of named locations are marked as having functions.
 */
export function withSymbols(profile: Profile, names: ReadonlyMap<number, string>): Profile {
  const { locations, functions, mappings, strings } = profile;
  const texts = [...new Set(names.values())];
  const functionOf = new Map(texts.map((name, i) => [name, functions.count + i]));
  const lineStarts = new Uint32Array(locations.count + 1);
  const lineFunctions: number[] = [];
  const from: number[] = [];
  const flags = mappings.flags.slice();
  for (let row = 0; row < locations.count; row++) {
    const [first, end] = [locations.lineStarts[row]!, locations.lineStarts[row + 1]!];
    for (let line = first; line < end; line++) {
      lineFunctions.push(locations.lines.functions[line]!);
      from.push(line);
    }
    const name = first === end ? names.get(row) : undefined;
    if (name !== undefined) {
      lineFunctions.push(functionOf.get(name)!);
      from.push(-1);
      if (locations.mappings[row] !== 0) flags[locations.mappings[row]! - 1]! |= MAPPING_HAS_FUNCTIONS;
    }
    lineStarts[row + 1] = lineFunctions.length;
  }
  const added = texts.map((_, i) => strings.count + i);
  return {
    ...profile,
    strings: strings.with(texts),
    mappings: { ...mappings, flags },
    functions: {
      count: functions.count + texts.length,
      names: Uint32Array.from([...functions.names, ...added]),
      systemNames: Uint32Array.from([...functions.systemNames, ...added]),
      files: Uint32Array.from([...functions.files, ...added.map(() => 0)]),
      startLines: picked(functions.startLines, [...functions.names.keys(), ...added.map(() => -1)]),
    },
    locations: {
      ...locations,
      lineStarts,
      lines: {
        functions: Uint32Array.from(lineFunctions),
        lines: picked(locations.lines.lines, from),
        columns: picked(locations.lines.columns, from),
      },
    },
  };
}

/** Rows of a column; 0 for the row -1. */
function picked(column: Int64Column, rows: readonly number[]): Int64Column {
  const result = new Int64Column(rows.length);
  for (const [to, row] of rows.entries()) if (row >= 0) result.set(to, column.lo[row]!, column.hi[row]!);
  return result;
}

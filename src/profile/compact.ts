import { Int64Column } from "./int64-column.ts";
import type { Functions, Locations, Mappings, Profile, Samples } from "./model.ts";

/**
 * What `merge` makes of one profile whose rows are all distinct: the same profile with its tables in the order of first
 * use and without rows that nothing uses. Null when rows have to be added up or dropped after all. Only columns are
 * moved, so it costs a fraction of a merge; a profile that is in order already is returned as it is.
 */
export function compact(profile: Profile): Profile | null {
  if (new Set(profile.comments).size < profile.comments.length || hasZeroOrEqualSamples(profile)) return null;
  const locations = new Order(profile.locations.count);
  const used = profile.samples.locations;
  for (let i = 0; i < used.length; i++) locations.use(used[i]!);
  const functions = new Order(profile.functions.count);
  const mappings = new Order(profile.mappings.count);
  // The first mapping is the program by custom, whether or not the first sample lies in it.
  if (profile.mappings.count > 0) mappings.use(0);
  for (const row of locations.rows) {
    const { lineStarts, lines } = profile.locations;
    if (profile.locations.mappings[row] !== 0) mappings.use(profile.locations.mappings[row]! - 1);
    for (let line = lineStarts[row]!; line < lineStarts[row + 1]!; line++)
      functions.use(lines.functions[line]!);
  }
  if (hasEqualRows(profile, { locations, functions, mappings })) return null;
  if (locations.isSame && functions.isSame && mappings.isSame) return profile;
  return {
    ...profile,
    samples: withLocations(profile.samples, locations),
    locations: movedLocations(profile.locations, locations, functions, mappings),
    functions: movedFunctions(profile.functions, functions.rows),
    mappings: movedMappings(profile.mappings, mappings.rows),
  };
}

/** Rows of a table in the order they were first used. */
class Order {
  readonly rows: number[] = [];
  /** Where each row goes plus one; 0 for a row that was not used. */
  readonly moved: Uint32Array;

  constructor(count: number) {
    this.moved = new Uint32Array(count);
  }

  use(row: number): void {
    if (this.moved[row] === 0) this.moved[row] = this.rows.push(row);
  }

  get isSame(): boolean {
    return this.rows.length === this.moved.length && this.rows.every((row, i) => row === i);
  }
}

/** A hash of 53 bits of part of a column: that two are equal by chance is not to be expected. */
function hashOf(column: ArrayLike<number>, start: number, end: number): number {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = start; i < end; i++) {
    const value = column[i]!;
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b + value, 0x85ebca6b) ^ (b >>> 13);
  }
  return (mixed(a) & 0x1fffff) * 4294967296 + mixed(b ^ a);
}

function mixed(value: number): number {
  const once = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (once ^ (once >>> 13)) >>> 0;
}

function hasZeroOrEqualSamples({ samples, sampleTypes }: Profile): boolean {
  const width = sampleTypes.length;
  const seen = new Set<number>();
  for (let row = 0; row < samples.count; row++) {
    let isZero = true;
    for (let i = row * width; i < (row + 1) * width; i++) isZero &&= samples.values.isZero(i);
    if (isZero) return true;
    const stack = hashOf(samples.locations, samples.locationStarts[row]!, samples.locationStarts[row + 1]!);
    seen.add(stack + labelSum(samples, row));
    if (seen.size <= row) return true;
  }
  return false;
}

/** A number that labels give in whatever order they come. */
function labelSum({ labelStarts, labels }: Samples, row: number): number {
  const { keys, texts, units, numbers } = labels;
  let sum = 0;
  for (let i = labelStarts[row]!; i < labelStarts[row + 1]!; i++) {
    const parts = [keys[i]!, texts[i]!, units[i]!, numbers.lo[i]!, numbers.hi[i]!];
    sum += hashOf(parts, 0, parts.length) % 4294967291;
  }
  return sum;
}

interface Orders {
  readonly locations: Order;
  readonly functions: Order;
  readonly mappings: Order;
}

function hasEqualRows({ locations, functions, mappings }: Profile, orders: Orders): boolean {
  // Mappings are few, and equal by more than their columns say: more than one is left to the merge to judge.
  if (orders.mappings.rows.length > 1 && hasEqualMappings(mappings, orders.mappings.rows)) return true;
  const { lines } = locations;
  const functionParts = (row: number): number[] => [
    functions.names[row]!,
    functions.systemNames[row]!,
    functions.files[row]!,
    functions.startLines.lo[row]!,
  ];
  const locationParts = (row: number): number[] => {
    const parts = [
      locations.mappings[row]! * 2 + locations.folded[row]!,
      locations.addresses.lo[row]!,
      locations.addresses.hi[row]!,
    ];
    for (let line = locations.lineStarts[row]!; line < locations.lineStarts[row + 1]!; line++) {
      parts.push(lines.functions[line]!, lines.lines.lo[line]!, lines.columns.lo[line]!);
    }
    return parts;
  };
  return hasEqual(orders.functions.rows, functionParts) || hasEqual(orders.locations.rows, locationParts);
}

function hasEqual(rows: readonly number[], partsOf: (row: number) => readonly number[]): boolean {
  const seen = new Set<number>();
  for (const row of rows) {
    const parts = partsOf(row);
    seen.add(hashOf(parts, 0, parts.length));
  }
  return seen.size < rows.length;
}

function hasEqualMappings(
  { starts, limits, offsets, buildIds, files }: Mappings,
  rows: readonly number[],
): boolean {
  const keys = rows.map((row) => {
    const pages = BigInt.asUintN(64, limits.unsigned(row) - starts.unsigned(row) + 0xfffn) / 0x1000n;
    return `${pages}:${offsets.unsigned(row)}:${buildIds[row] === 0 ? `f${files[row]!}` : `b${buildIds[row]!}`}`;
  });
  return new Set(keys).size < keys.length;
}

function withLocations(samples: Samples, { isSame, moved }: Order): Samples {
  if (isSame) return samples;
  const locations = new Uint32Array(samples.locations.length);
  for (let i = 0; i < locations.length; i++) locations[i] = moved[samples.locations[i]!]! - 1;
  return { ...samples, locations };
}

function movedLocations(from: Locations, order: Order, functions: Order, mappings: Order): Locations {
  const { rows } = order;
  const lineRows: number[] = [];
  const lineStarts = new Uint32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) {
    for (let line = from.lineStarts[row]!; line < from.lineStarts[row + 1]!; line++) lineRows.push(line);
    lineStarts[i + 1] = lineRows.length;
  }
  const mappingOf = (row: number): number =>
    from.mappings[row] === 0 ? 0 : mappings.moved[from.mappings[row]! - 1]!;
  return {
    count: rows.length,
    mappings: Uint32Array.from(rows, mappingOf),
    addresses: picked64(from.addresses, rows),
    folded: Uint8Array.from(rows, (row) => from.folded[row]!),
    lineStarts,
    lines: {
      functions: Uint32Array.from(lineRows, (line) => functions.moved[from.lines.functions[line]!]! - 1),
      lines: picked64(from.lines.lines, lineRows),
      columns: picked64(from.lines.columns, lineRows),
    },
  };
}

function movedFunctions(from: Functions, rows: readonly number[]): Functions {
  return {
    count: rows.length,
    names: picked(from.names, rows),
    systemNames: picked(from.systemNames, rows),
    files: picked(from.files, rows),
    startLines: picked64(from.startLines, rows),
  };
}

function movedMappings(from: Mappings, rows: readonly number[]): Mappings {
  return {
    count: rows.length,
    starts: picked64(from.starts, rows),
    limits: picked64(from.limits, rows),
    offsets: picked64(from.offsets, rows),
    files: picked(from.files, rows),
    buildIds: picked(from.buildIds, rows),
    flags: Uint8Array.from(rows, (row) => from.flags[row]!),
  };
}

function picked(column: Uint32Array, rows: readonly number[]): Uint32Array {
  return Uint32Array.from(rows, (row) => column[row]!);
}

function picked64(column: Int64Column, rows: readonly number[]): Int64Column {
  const result = new Int64Column(rows.length);
  for (const [to, row] of rows.entries()) result.set(to, column.lo[row]!, column.hi[row]!);
  return result;
}

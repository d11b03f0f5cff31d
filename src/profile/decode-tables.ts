import type { RowCounts } from "./count-rows.ts";
import type { IdIndex } from "./id-index.ts";
import { Int64Column } from "./int64-column.ts";
import type { Functions, Lines, Locations, Mappings } from "./model.ts";
import * as field from "./profile-fields.ts";
import { eachField, type WireReader } from "./wire-reader.ts";

/** Where the ids of the file's tables lead. */
export interface RowIds {
  readonly mapping: IdIndex;
  readonly function: IdIndex;
  readonly location: IdIndex;
}

/** Fills the mappings and learns their ids. */
export function decodeMappings(bytes: Uint8Array, counts: RowCounts, ids: RowIds): Mappings {
  const rows = counts.mappings;
  const mappings: Mappings = {
    count: rows,
    starts: new Int64Column(rows),
    limits: new Int64Column(rows),
    offsets: new Int64Column(rows),
    files: new Uint32Array(rows),
    buildIds: new Uint32Array(rows),
    flags: new Uint8Array(rows),
  };
  let row = 0;
  eachField(bytes, field.PROFILE_MAPPING, counts.sections, (reader, end) => {
    decodeMapping(reader, end, mappings, row++, counts.strings, ids.mapping);
  });
  return mappings;
}

function decodeMapping(
  reader: WireReader,
  end: number,
  into: Mappings,
  row: number,
  strings: number,
  ids: IdIndex,
): void {
  const start = reader.at;
  let idLo = 0;
  let idHi = 0;
  while (reader.at < end) {
    const tag = reader.tag(end);
    const flag = (tag - field.MAPPING_FIRST_FLAG) / 8;
    if (tag === field.MAPPING_ID) {
      reader.varint(end);
      idLo = reader.lo;
      idHi = reader.hi;
    } else if (tag === field.MAPPING_START) readInto(into.starts, row, reader, end);
    else if (tag === field.MAPPING_LIMIT) readInto(into.limits, row, reader, end);
    else if (tag === field.MAPPING_OFFSET) readInto(into.offsets, row, reader, end);
    else if (tag === field.MAPPING_FILE) into.files[row] = reader.index(end, strings, "string");
    else if (tag === field.MAPPING_BUILD_ID) into.buildIds[row] = reader.index(end, strings, "string");
    else if (Number.isInteger(flag) && flag >= 0 && flag < 4) {
      if (reader.varint(end) !== 0) into.flags[row]! |= 1 << flag;
    } else reader.skip(tag, end, field.MAPPING_FIELDS);
  }
  ids.add(idLo, idHi, row, start);
}

/** Fills the functions and learns their ids. */
export function decodeFunctions(bytes: Uint8Array, counts: RowCounts, ids: RowIds): Functions {
  const rows = counts.functions;
  const functions: Functions = {
    count: rows,
    names: new Uint32Array(rows),
    systemNames: new Uint32Array(rows),
    files: new Uint32Array(rows),
    startLines: new Int64Column(rows),
  };
  let row = 0;
  eachField(bytes, field.PROFILE_FUNCTION, counts.sections, (reader, end) => {
    decodeFunction(reader, end, functions, row++, counts.strings, ids.function);
  });
  return functions;
}

function decodeFunction(
  reader: WireReader,
  end: number,
  into: Functions,
  row: number,
  strings: number,
  ids: IdIndex,
): void {
  const start = reader.at;
  let idLo = 0;
  let idHi = 0;
  while (reader.at < end) {
    const tag = reader.tag(end);
    if (tag === field.FUNCTION_ID) {
      reader.varint(end);
      idLo = reader.lo;
      idHi = reader.hi;
    } else if (tag === field.FUNCTION_NAME) into.names[row] = reader.index(end, strings, "string");
    else if (tag === field.FUNCTION_SYSTEM_NAME) into.systemNames[row] = reader.index(end, strings, "string");
    else if (tag === field.FUNCTION_FILE) into.files[row] = reader.index(end, strings, "string");
    else if (tag === field.FUNCTION_START_LINE) readInto(into.startLines, row, reader, end);
    else reader.skip(tag, end, field.FUNCTION_FIELDS);
  }
  ids.add(idLo, idHi, row, start);
}

/** Fills the locations with their lines and learns their ids. A mapping id that no mapping has counts as none, as in Go. */
export function decodeLocations(bytes: Uint8Array, counts: RowCounts, ids: RowIds): Locations {
  const rows = counts.locations;
  const locations: Locations = {
    count: rows,
    mappings: new Uint32Array(rows),
    addresses: new Int64Column(rows),
    folded: new Uint8Array(rows),
    lineStarts: new Uint32Array(rows + 1),
    lines: {
      functions: new Uint32Array(counts.lines),
      lines: new Int64Column(counts.lines),
      columns: new Int64Column(counts.lines),
    },
  };
  let row = 0;
  eachField(bytes, field.PROFILE_LOCATION, counts.sections, (reader, end) => {
    decodeLocation(reader, end, locations, row++, ids);
  });
  return locations;
}

function decodeLocation(reader: WireReader, end: number, into: Locations, row: number, ids: RowIds): void {
  const start = reader.at;
  let idLo = 0;
  let idHi = 0;
  let line = into.lineStarts[row]!;
  while (reader.at < end) {
    const tag = reader.tag(end);
    if (tag === field.LOCATION_LINE) {
      decodeLine(reader, reader.span(end), into.lines, line++, ids.function);
    } else if (tag === field.LOCATION_ID) {
      reader.varint(end);
      idLo = reader.lo;
      idHi = reader.hi;
    } else if (tag === field.LOCATION_MAPPING) {
      reader.varint(end);
      into.mappings[row] = ids.mapping.find(reader.lo, reader.hi) + 1;
    } else if (tag === field.LOCATION_ADDRESS) readInto(into.addresses, row, reader, end);
    else if (tag === field.LOCATION_FOLDED) into.folded[row] = reader.varint(end) === 0 ? 0 : 1;
    else reader.skip(tag, end, field.LOCATION_FIELDS);
  }
  into.lineStarts[row + 1] = line;
  ids.location.add(idLo, idHi, row, start);
}

function decodeLine(reader: WireReader, end: number, into: Lines, row: number, functions: IdIndex): void {
  const start = reader.at;
  let idLo = 0;
  let idHi = 0;
  while (reader.at < end) {
    const tag = reader.tag(end);
    if (tag === field.LINE_FUNCTION) {
      reader.varint(end);
      idLo = reader.lo;
      idHi = reader.hi;
    } else if (tag === field.LINE_LINE) readInto(into.lines, row, reader, end);
    else if (tag === field.LINE_COLUMN) readInto(into.columns, row, reader, end);
    else reader.skip(tag, end, field.LINE_FIELDS);
  }
  into.functions[row] = functions.need(idLo, idHi, start);
}

function readInto(column: Int64Column, row: number, reader: WireReader, end: number): void {
  reader.varint(end);
  column.set(row, reader.lo, reader.hi);
}

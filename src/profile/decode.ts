import { countRows, type RowCounts } from "./count-rows.ts";
import { decodeFunctions, decodeLocations, decodeMappings, type RowIds } from "./decode-tables.ts";
import { decodeSamples } from "./decode-samples.ts";
import { ProfileFormatError } from "./format-error.ts";
import { IdIndex } from "./id-index.ts";
import type { Profile, ProfileHeader, ValueType } from "./model.ts";
import * as field from "./profile-fields.ts";
import type { Sections } from "./sections.ts";
import { StringTable } from "./string-table.ts";
import { eachField, WireReader } from "./wire-reader.ts";

/**
 * Reads an uncompressed profile.proto of any language. Two passes: rows are counted, then columns filled; linear in
 * the bytes, which may be let go afterwards. Throws ProfileFormatError for anything that is no valid profile, by the
 * rules of Go's parser (profile.CheckValid); memory is bounded by a small multiple of the input, whatever it holds.
 * Gzip is the caller's: see `gunzip`.
 */
export function decodeProfile(bytes: Uint8Array): Profile {
  if (bytes.length === 0) throw new ProfileFormatError("empty", "no bytes where a profile should be", null);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new ProfileFormatError("malformed", "gzip where an uncompressed profile should be", 0);
  }
  const counts = countRows(bytes);
  const strings = decodeStrings(bytes, counts);
  const ids: RowIds = {
    mapping: new IdIndex("mapping", counts.mappings),
    function: new IdIndex("function", counts.functions),
    location: new IdIndex("location", counts.locations),
  };
  const header = decodeHeader(bytes, strings, counts.sections);
  // Lines name functions and samples name locations by id, and the tables may come in any order in the file.
  const mappings = decodeMappings(bytes, counts, ids);
  const functions = decodeFunctions(bytes, counts, ids);
  const locations = decodeLocations(bytes, counts, ids);
  const samples = decodeSamples(bytes, counts, ids.location);
  return { ...header, samples, locations, functions, mappings, strings };
}

function decodeStrings(bytes: Uint8Array, counts: RowCounts): StringTable {
  const packed = new Uint8Array(counts.stringBytes);
  const starts = new Uint32Array(counts.strings + 1);
  let row = 0;
  eachField(bytes, field.PROFILE_STRING, counts.sections, (reader, end) => {
    const length = end - reader.at;
    if (row === 0 && length > 0) {
      throw new ProfileFormatError("inconsistent", 'the first string is not ""', reader.at);
    }
    packed.set(bytes.subarray(reader.at, end), starts[row]);
    starts[row + 1] = starts[row]! + length;
    row++;
    reader.at = end;
  });
  if (row === 0) throw new ProfileFormatError("inconsistent", "a profile without a string table", null);
  return new StringTable(packed, starts);
}

/** The header while it is read: the writable form of ProfileHeader. */
type DraftHeader = { -readonly [K in keyof ProfileHeader]: ProfileHeader[K] };

function decodeHeader(bytes: Uint8Array, strings: StringTable, sections: Sections): ProfileHeader {
  const reader = new WireReader(bytes);
  const end = bytes.length;
  const sampleTypes: ValueType[] = [];
  const comments: string[] = [];
  const header: DraftHeader = {
    sampleTypes,
    defaultSampleType: "",
    periodType: { type: "", unit: "" },
    period: 0n,
    timeNanos: 0n,
    durationNanos: 0n,
    dropFrames: "",
    keepFrames: "",
    comments,
    docUrl: "",
  };
  const text = (until: number): string => strings.at(reader.index(until, strings.count, "string"));
  while (reader.at < end) {
    const start = reader.at;
    const tag = reader.tag(end);
    if (tag === field.PROFILE_SAMPLE_TYPE) sampleTypes.push(decodeValueType(reader, end, strings));
    else if (tag === field.PROFILE_PERIOD_TYPE) header.periodType = decodeValueType(reader, end, strings);
    else if (tag === field.PROFILE_COMMENT) comments.push(text(end));
    else if (tag === field.PROFILE_COMMENTS_PACKED) {
      const until = reader.span(end);
      while (reader.at < until) comments.push(text(until));
    } else if (tag === field.PROFILE_DEFAULT_SAMPLE_TYPE) header.defaultSampleType = text(end);
    else if (tag === field.PROFILE_DOC_URL) header.docUrl = text(end);
    else if (tag === field.PROFILE_DROP_FRAMES) header.dropFrames = text(end);
    else if (tag === field.PROFILE_KEEP_FRAMES) header.keepFrames = text(end);
    else if (tag === field.PROFILE_TIME) {
      if (header.timeNanos !== 0n) {
        throw new ProfileFormatError("malformed", "a second time: two profiles in one file", start);
      }
      header.timeNanos = integer(reader, end);
    } else if (tag === field.PROFILE_DURATION) header.durationNanos = integer(reader, end);
    else if (tag === field.PROFILE_PERIOD) header.period = integer(reader, end);
    else if (TABLES.has(tag)) reader.at = sections.after(tag, start) ?? reader.span(end);
    else reader.skip(tag, end, field.PROFILE_FIELDS);
  }
  return header;
}

const TABLES: ReadonlySet<number> = new Set([
  field.PROFILE_SAMPLE,
  field.PROFILE_MAPPING,
  field.PROFILE_LOCATION,
  field.PROFILE_FUNCTION,
  field.PROFILE_STRING,
]);

function decodeValueType(reader: WireReader, end: number, strings: StringTable): ValueType {
  const until = reader.span(end);
  let type = 0;
  let unit = 0;
  while (reader.at < until) {
    const tag = reader.tag(until);
    if (tag === field.VALUE_TYPE_TYPE) type = reader.index(until, strings.count, "string");
    else if (tag === field.VALUE_TYPE_UNIT) unit = reader.index(until, strings.count, "string");
    else reader.skip(tag, until, field.VALUE_TYPE_FIELDS);
  }
  return { type: strings.at(type), unit: strings.at(unit) };
}

function integer(reader: WireReader, end: number): bigint {
  reader.varint(end);
  return reader.bigint();
}

import * as field from "./profile-fields.ts";
import { Sections } from "./sections.ts";
import { WireReader } from "./wire-reader.ts";

/** How many rows each column of a profile needs. */
export interface RowCounts {
  sampleTypes: number;
  samples: number;
  sampleLocations: number;
  values: number;
  labels: number;
  mappings: number;
  locations: number;
  lines: number;
  functions: number;
  strings: number;
  stringBytes: number;
  readonly sections: Sections;
}

/**
 * The first of the two passes over a profile: counts rows, so that the second can fill columns of exactly the right
 * size. No count is believed that the bytes do not back, so memory stays within a small multiple of the input.
 */
export function countRows(bytes: Uint8Array): RowCounts {
  const counts: RowCounts = {
    sampleTypes: 0,
    samples: 0,
    sampleLocations: 0,
    values: 0,
    labels: 0,
    mappings: 0,
    locations: 0,
    lines: 0,
    functions: 0,
    strings: 0,
    stringBytes: 0,
    sections: new Sections(),
  };
  const reader = new WireReader(bytes);
  while (reader.at < bytes.length) {
    const start = reader.at;
    const tag = reader.tag(bytes.length);
    if (tag === field.PROFILE_SAMPLE) countSample(reader, reader.span(bytes.length), counts);
    else if (tag === field.PROFILE_LOCATION) countLocation(reader, reader.span(bytes.length), counts);
    else if (tag === field.PROFILE_STRING) {
      const end = reader.span(bytes.length);
      counts.strings++;
      counts.stringBytes += end - reader.at;
      reader.at = end;
    } else countOther(reader, tag, counts);
    counts.sections.add(tag, start, reader.at);
  }
  return counts;
}

function countOther(reader: WireReader, tag: number, counts: RowCounts): void {
  const end = reader.bytes.length;
  if (tag === field.PROFILE_SAMPLE_TYPE) counts.sampleTypes++;
  else if (tag === field.PROFILE_MAPPING) counts.mappings++;
  else if (tag === field.PROFILE_FUNCTION) counts.functions++;
  // What this pass does not count it need not know: `known` 0 passes over every field, the second pass judges them.
  reader.skip(tag, end, 0);
}

function countSample(reader: WireReader, end: number, counts: RowCounts): void {
  counts.samples++;
  while (reader.at < end) {
    const tag = reader.tag(end);
    if (tag === field.SAMPLE_LOCATIONS_PACKED) {
      counts.sampleLocations += countPacked(reader, end);
    } else if (tag === field.SAMPLE_VALUES_PACKED) {
      counts.values += countPacked(reader, end);
    } else {
      if (tag === field.SAMPLE_LOCATION) counts.sampleLocations++;
      else if (tag === field.SAMPLE_VALUE) counts.values++;
      else if (tag === field.SAMPLE_LABEL) counts.labels++;
      reader.skip(tag, end, 0);
    }
  }
}

function countLocation(reader: WireReader, end: number, counts: RowCounts): void {
  counts.locations++;
  while (reader.at < end) {
    const tag = reader.tag(end);
    if (tag === field.LOCATION_LINE) counts.lines++;
    reader.skip(tag, end, 0);
  }
}

/** Numbers in a packed field: a varint ends at its only byte below 0x80. */
function countPacked(reader: WireReader, end: number): number {
  const until = reader.span(end);
  const bytes = reader.bytes;
  let count = 0;
  for (let at = reader.at; at < until; at++) {
    if (bytes[at]! < 0x80) count++;
  }
  reader.at = until;
  return count;
}

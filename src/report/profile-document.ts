import {
  MAPPING_HAS_FILENAMES,
  MAPPING_HAS_FUNCTIONS,
  MAPPING_HAS_INLINE_FRAMES,
  MAPPING_HAS_LINE_NUMBERS,
  type Profile,
} from "#profile";
import { jsonInteger } from "./document.ts";
import { sampleLabels } from "./sample-labels.ts";

/**
 * A whole profile in the words of profile.proto; locations, functions and mappings are named by their place in the list,
 * counted from 0. Integers beyond 2^53 are texts.
 */
export function profileDocument(profile: Profile): Record<string, unknown> {
  return {
    sampleTypes: profile.sampleTypes,
    defaultSampleType: profile.defaultSampleType,
    periodType: profile.periodType,
    period: jsonInteger(profile.period),
    timeNanos: jsonInteger(profile.timeNanos),
    durationNanos: jsonInteger(profile.durationNanos),
    dropFrames: profile.dropFrames,
    keepFrames: profile.keepFrames,
    comments: profile.comments,
    docUrl: profile.docUrl,
    samples: rows(profile.samples.count, (row) => jsonSample(profile, row)),
    locations: rows(profile.locations.count, (row) => jsonLocation(profile, row)),
    functions: rows(profile.functions.count, (row) => jsonFunction(profile, row)),
    mappings: rows(profile.mappings.count, (row) => jsonMapping(profile, row)),
  };
}

function rows<Row>(count: number, make: (row: number) => Row): Row[] {
  return Array.from({ length: count }, (_, row) => make(row));
}

function jsonSample(profile: Profile, row: number): Record<string, unknown> {
  const { samples, sampleTypes } = profile;
  const width = sampleTypes.length;
  const { texts, numbers } = sampleLabels(profile, row);
  return {
    locations: Array.from(
      samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]),
    ),
    values: rows(width, (column) => jsonInteger(samples.values.bigint(row * width + column))),
    labels: Object.fromEntries(texts),
    numberLabels: Object.fromEntries(
      Array.from(numbers, ([key, of]) => [
        key,
        of.map(({ value, unit }) => ({ value: jsonInteger(value), unit })),
      ]),
    ),
  };
}

function jsonLocation({ locations }: Profile, row: number): Record<string, unknown> {
  const first = locations.lineStarts[row]!;
  const mapping = locations.mappings[row]!;
  return {
    mapping: mapping === 0 ? null : mapping - 1,
    address: hexadecimal(locations.addresses.unsigned(row)),
    isFolded: locations.folded[row] === 1,
    lines: rows(locations.lineStarts[row + 1]! - first, (i) => ({
      function: locations.lines.functions[first + i]!,
      line: jsonInteger(locations.lines.lines.bigint(first + i)),
      column: jsonInteger(locations.lines.columns.bigint(first + i)),
    })),
  };
}

function jsonFunction({ functions, strings }: Profile, row: number): Record<string, unknown> {
  return {
    name: strings.at(functions.names[row]!),
    systemName: strings.at(functions.systemNames[row]!),
    file: strings.at(functions.files[row]!),
    startLine: jsonInteger(functions.startLines.bigint(row)),
  };
}

function jsonMapping({ mappings, strings }: Profile, row: number): Record<string, unknown> {
  const has = (flag: number): boolean => (mappings.flags[row]! & flag) !== 0;
  return {
    start: hexadecimal(mappings.starts.unsigned(row)),
    limit: hexadecimal(mappings.limits.unsigned(row)),
    offset: hexadecimal(mappings.offsets.unsigned(row)),
    file: strings.at(mappings.files[row]!),
    buildId: strings.at(mappings.buildIds[row]!),
    hasFunctions: has(MAPPING_HAS_FUNCTIONS),
    hasFilenames: has(MAPPING_HAS_FILENAMES),
    hasLineNumbers: has(MAPPING_HAS_LINE_NUMBERS),
    hasInlineFrames: has(MAPPING_HAS_INLINE_FRAMES),
  };
}

function hexadecimal(value: bigint): string {
  return `0x${value.toString(16)}`;
}

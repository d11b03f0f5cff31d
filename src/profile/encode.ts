import type { Int64Column } from "./int64-column.ts";
import type { Profile, ValueType } from "./model.ts";
import * as field from "./profile-fields.ts";
import { TextCollector } from "./text-collector.ts";
import { WireWriter } from "./wire-writer.ts";

/**
 * Writes a profile as uncompressed profile.proto, packed as Go's writer does. Ids are row numbers plus
 * one; strings that nothing names are left out. Readers want it gzipped: that is the caller's.
 */
export function encodeProfile(profile: Profile): Uint8Array {
  const writer = new WireWriter();
  const texts = new TextCollector(profile.strings);
  const type = (tag: number, value: ValueType): void =>
    writer.nested(tag, () => {
      writer.small(field.VALUE_TYPE_TYPE, texts.text(value.type));
      writer.small(field.VALUE_TYPE_UNIT, texts.text(value.unit));
    });
  for (const sampleType of profile.sampleTypes) type(field.PROFILE_SAMPLE_TYPE, sampleType);
  writeSamples(writer, profile, texts);
  writeMappings(writer, profile, texts);
  writeLocations(writer, profile);
  writeFunctions(writer, profile, texts);
  writer.small(field.PROFILE_DROP_FRAMES, texts.text(profile.dropFrames));
  writer.small(field.PROFILE_KEEP_FRAMES, texts.text(profile.keepFrames));
  writer.bigint(field.PROFILE_TIME, profile.timeNanos);
  writer.bigint(field.PROFILE_DURATION, profile.durationNanos);
  if (profile.periodType.type !== "" || profile.periodType.unit !== "") {
    type(field.PROFILE_PERIOD_TYPE, profile.periodType);
  }
  writer.bigint(field.PROFILE_PERIOD, profile.period);
  writeNumbers(
    writer,
    field.PROFILE_COMMENT,
    profile.comments.map((comment) => texts.text(comment)),
  );
  writer.small(field.PROFILE_DEFAULT_SAMPLE_TYPE, texts.text(profile.defaultSampleType));
  writer.small(field.PROFILE_DOC_URL, texts.text(profile.docUrl));
  for (const text of texts.collected) writer.bytes(field.PROFILE_STRING, text);
  return writer.written;
}

function writeSamples(writer: WireWriter, profile: Profile, texts: TextCollector): void {
  const { samples } = profile;
  const { labels } = samples;
  const width = profile.sampleTypes.length;
  for (let row = 0; row < samples.count; row++) {
    writer.nested(field.PROFILE_SAMPLE, () => {
      const stack = samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]);
      writeNumbers(
        writer,
        field.SAMPLE_LOCATION,
        stack.map((location) => location + 1),
      );
      writeRows(writer, field.SAMPLE_VALUE, samples.values, row * width, width);
      for (let label = samples.labelStarts[row]!; label < samples.labelStarts[row + 1]!; label++) {
        writer.nested(field.SAMPLE_LABEL, () => {
          writer.small(field.LABEL_KEY, texts.at(labels.keys[label]!));
          writer.small(field.LABEL_TEXT, texts.at(labels.texts[label]!));
          writer.row(field.LABEL_NUMBER, labels.numbers, label);
          writer.small(field.LABEL_UNIT, texts.at(labels.units[label]!));
        });
      }
    });
  }
}

function writeMappings(writer: WireWriter, { mappings }: Profile, texts: TextCollector): void {
  for (let row = 0; row < mappings.count; row++) {
    writer.nested(field.PROFILE_MAPPING, () => {
      writer.small(field.MAPPING_ID, row + 1);
      writer.row(field.MAPPING_START, mappings.starts, row);
      writer.row(field.MAPPING_LIMIT, mappings.limits, row);
      writer.row(field.MAPPING_OFFSET, mappings.offsets, row);
      writer.small(field.MAPPING_FILE, texts.at(mappings.files[row]!));
      writer.small(field.MAPPING_BUILD_ID, texts.at(mappings.buildIds[row]!));
      for (let flag = 0; flag < 4; flag++) {
        writer.small(field.MAPPING_FIRST_FLAG + 8 * flag, (mappings.flags[row]! >> flag) & 1);
      }
    });
  }
}

function writeLocations(writer: WireWriter, { locations }: Profile): void {
  const { lines } = locations;
  for (let row = 0; row < locations.count; row++) {
    writer.nested(field.PROFILE_LOCATION, () => {
      writer.small(field.LOCATION_ID, row + 1);
      writer.small(field.LOCATION_MAPPING, locations.mappings[row]!);
      writer.row(field.LOCATION_ADDRESS, locations.addresses, row);
      for (let line = locations.lineStarts[row]!; line < locations.lineStarts[row + 1]!; line++) {
        writer.nested(field.LOCATION_LINE, () => {
          writer.small(field.LINE_FUNCTION, lines.functions[line]! + 1);
          writer.row(field.LINE_LINE, lines.lines, line);
          writer.row(field.LINE_COLUMN, lines.columns, line);
        });
      }
      writer.small(field.LOCATION_FOLDED, locations.folded[row]!);
    });
  }
}

function writeFunctions(writer: WireWriter, { functions }: Profile, texts: TextCollector): void {
  for (let row = 0; row < functions.count; row++) {
    writer.nested(field.PROFILE_FUNCTION, () => {
      writer.small(field.FUNCTION_ID, row + 1);
      writer.small(field.FUNCTION_NAME, texts.at(functions.names[row]!));
      writer.small(field.FUNCTION_SYSTEM_NAME, texts.at(functions.systemNames[row]!));
      writer.small(field.FUNCTION_FILE, texts.at(functions.files[row]!));
      writer.row(field.FUNCTION_START_LINE, functions.startLines, row);
    });
  }
}

/** Go packs a repeated number only when there are more than two. */
function writeNumbers(writer: WireWriter, tag: number, values: ArrayLike<number>): void {
  const packed = values.length > 2;
  const write = (): void => {
    for (let i = 0; i < values.length; i++) {
      if (!packed) writer.varint(tag, 0);
      writer.varint(values[i]!, 0);
    }
  };
  if (packed) writer.nested(tag + 2, write);
  else write();
}

function writeRows(writer: WireWriter, tag: number, column: Int64Column, from: number, count: number): void {
  const packed = count > 2;
  const write = (): void => {
    for (let row = from; row < from + count; row++) {
      if (!packed) writer.varint(tag, 0);
      writer.varint(column.lo[row]!, column.hi[row]!);
    }
  };
  if (packed) writer.nested(tag + 2, write);
  else write();
}

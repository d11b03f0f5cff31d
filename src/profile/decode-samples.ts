import type { RowCounts } from "./count-rows.ts";
import { ProfileFormatError } from "./format-error.ts";
import type { IdIndex } from "./id-index.ts";
import { Int64Column } from "./int64-column.ts";
import type { Labels, Samples } from "./model.ts";
import * as field from "./profile-fields.ts";
import { eachField, type WireReader } from "./wire-reader.ts";

/** Fills the samples: nine tenths of the bytes of a large profile. */
export function decodeSamples(bytes: Uint8Array, counts: RowCounts, locationIds: IdIndex): Samples {
  const filler = new SampleFiller(counts, locationIds);
  eachField(bytes, field.PROFILE_SAMPLE, counts.sections, (reader, end) => filler.add(reader, end));
  return filler.samples;
}

/** Columns of samples being filled, and how far they are. */
class SampleFiller {
  readonly samples: Samples;
  readonly #ids: IdIndex;
  readonly #strings: number;
  /** Values every sample must have. */
  readonly #width: number;
  #row = 0;
  #location = 0;
  #value = 0;
  #label = 0;

  constructor(counts: RowCounts, ids: IdIndex) {
    this.#ids = ids;
    this.#strings = counts.strings;
    this.#width = counts.sampleTypes;
    this.samples = {
      count: counts.samples,
      locationStarts: new Uint32Array(counts.samples + 1),
      locations: new Uint32Array(counts.sampleLocations),
      values: new Int64Column(counts.values),
      labelStarts: new Uint32Array(counts.samples + 1),
      labels: {
        keys: new Uint32Array(counts.labels),
        texts: new Uint32Array(counts.labels),
        numbers: new Int64Column(counts.labels),
        units: new Uint32Array(counts.labels),
      },
    };
  }

  /** Reads one sample. */
  add(reader: WireReader, end: number): void {
    const start = reader.at;
    const firstValue = this.#value;
    while (reader.at < end) {
      const tag = reader.tag(end);
      if (tag === field.SAMPLE_LOCATIONS_PACKED) this.#addLocations(reader, reader.span(end));
      else if (tag === field.SAMPLE_VALUES_PACKED) this.#addValues(reader, reader.span(end));
      else if (tag === field.SAMPLE_LABEL) this.#addLabel(reader, reader.span(end));
      else if (tag === field.SAMPLE_LOCATION) this.#addLocation(reader, end, this.#location++);
      else if (tag === field.SAMPLE_VALUE) this.#addValue(reader, end);
      else reader.skip(tag, end, field.SAMPLE_FIELDS);
    }
    const values = this.#value - firstValue;
    if (values !== this.#width || this.#width === 0) {
      const message = `a sample of ${values} values where the profile has ${this.#width} sample types`;
      throw new ProfileFormatError("inconsistent", message, start);
    }
    this.#row++;
    this.samples.locationStarts[this.#row] = this.#location;
    this.samples.labelStarts[this.#row] = this.#label;
  }

  #addLocations(reader: WireReader, end: number): void {
    // The hottest loop of all: what it touches is held in locals, and ids of up to three bytes are read in place.
    const into = this.samples.locations;
    const { bytes } = reader;
    const { dense } = this.#ids;
    let row = this.#location;
    let { at } = reader;
    while (at < end) {
      const first = bytes[at]!;
      const second = first < 0x80 ? 0 : at + 1 < end ? bytes[at + 1]! : 0x80;
      const third = second < 0x80 ? 0 : at + 2 < end ? bytes[at + 2]! : 0x80;
      const known = third < 0x80 ? dense[(first & 0x7f) | ((second & 0x7f) << 7) | (third << 14)] : undefined;
      if (known === undefined || known === 0) {
        reader.at = at;
        this.#addLocation(reader, end, row++);
        at = reader.at;
      } else {
        into[row++] = known - 1;
        at += first < 0x80 ? 1 : second < 0x80 ? 2 : 3;
      }
    }
    reader.at = at;
    this.#location = row;
  }

  #addLocation(reader: WireReader, end: number, row: number): void {
    const start = reader.at;
    reader.varint(end);
    this.samples.locations[row] = this.#ids.need(reader.lo, reader.hi, start);
  }

  #addValues(reader: WireReader, end: number): void {
    while (reader.at < end) this.#addValue(reader, end);
  }

  #addValue(reader: WireReader, end: number): void {
    reader.varint(end);
    this.samples.values.set(this.#value++, reader.lo, reader.hi);
  }

  #addLabel(reader: WireReader, end: number): void {
    const labels: Labels = this.samples.labels;
    const row = this.#label++;
    while (reader.at < end) {
      const tag = reader.tag(end);
      if (tag === field.LABEL_KEY) labels.keys[row] = reader.index(end, this.#strings, "string");
      else if (tag === field.LABEL_TEXT) labels.texts[row] = reader.index(end, this.#strings, "string");
      else if (tag === field.LABEL_UNIT) labels.units[row] = reader.index(end, this.#strings, "string");
      else if (tag === field.LABEL_NUMBER) {
        reader.varint(end);
        labels.numbers.set(row, reader.lo, reader.hi);
      } else reader.skip(tag, end, field.LABEL_FIELDS);
    }
  }
}

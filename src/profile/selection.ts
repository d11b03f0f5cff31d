import { GrowingColumn } from "./growing-column.ts";
import { Int64Column } from "./int64-column.ts";
import type { Locations, Profile, Samples } from "./model.ts";

/** What of the samples stays when some are taken away; made by `everything`, then narrowed. */
export interface Selection {
  /** 1 for a sample that stays. */
  readonly kept: Uint8Array;
  /** The part of `samples.locations` that stays of each stack. */
  readonly firsts: Uint32Array;
  readonly ends: Uint32Array;
  /** 1 for a location that goes out of all stacks; a sample left without any goes too. */
  readonly hidden: Uint8Array | null;
}

/** The selection of all there is. */
export function everything({ samples, locations }: Profile, hides = false): Selection {
  return {
    kept: new Uint8Array(samples.count).fill(1),
    firsts: samples.locationStarts.slice(0, samples.count),
    ends: samples.locationStarts.slice(1),
    hidden: hides ? new Uint8Array(locations.count) : null,
  };
}

/** A profile with only the samples and frames of a selection. Linear in the frames; the tables are shared. */
export function select(profile: Profile, selection: Selection): Profile {
  const { samples } = profile;
  const locationStarts = new GrowingColumn();
  const locations = new GrowingColumn();
  const rows = new GrowingColumn();
  locationStarts.push(0);
  for (let sample = 0; sample < samples.count; sample++) {
    if (selection.kept[sample] === 0) continue;
    const start = locations.count;
    pushFrames(locations, samples, selection, sample);
    if (selection.hidden !== null && locations.count === start) continue;
    locationStarts.push(locations.count);
    rows.push(sample);
  }
  const kept = rows.finish();
  return {
    ...profile,
    samples: {
      count: kept.length,
      locationStarts: locationStarts.finish(),
      locations: locations.finish(),
      values: pickedValues(samples.values, kept, profile.sampleTypes.length),
      ...pickedLabels(samples, kept, null),
    },
  };
}

function pushFrames(into: GrowingColumn, samples: Samples, selection: Selection, sample: number): void {
  const { firsts, ends, hidden } = selection;
  for (let i = firsts[sample]!; i < ends[sample]!; i++) {
    const location = samples.locations[i]!;
    if (hidden === null || hidden[location] === 0) into.push(location);
  }
}

function pickedValues(values: Int64Column, rows: Uint32Array, width: number): Int64Column {
  const picked = new Int64Column(rows.length * width);
  for (let to = 0; to < rows.length; to++) {
    for (let i = 0; i < width; i++) {
      const from = rows[to]! * width + i;
      picked.set(to * width + i, values.lo[from]!, values.hi[from]!);
    }
  }
  return picked;
}

/** A profile with only the labels that `keeps` says, by row of `samples.labels`; the same when it keeps all. */
export function withLabels(profile: Profile, keeps: (label: number) => boolean): Profile {
  const { samples } = profile;
  const kept = Uint8Array.from(samples.labels.keys, (_, label) => (keeps(label) ? 1 : 0));
  if (!kept.includes(0)) return profile;
  const rows = Uint32Array.from({ length: samples.count }, (_, row) => row);
  return { ...profile, samples: { ...samples, ...pickedLabels(samples, rows, kept) } };
}

/** The labels of some samples; only those with a 1 in `kept` when it is not null. */
function pickedLabels(
  { labels, labelStarts }: Samples,
  rows: Uint32Array,
  kept: Uint8Array | null,
): Pick<Samples, "labelStarts" | "labels"> {
  const starts = new Uint32Array(rows.length + 1);
  const picked = new GrowingColumn();
  for (const [to, row] of rows.entries()) {
    for (let label = labelStarts[row]!; label < labelStarts[row + 1]!; label++) {
      if (kept === null || kept[label] === 1) picked.push(label);
    }
    starts[to + 1] = picked.count;
  }
  const from = picked.finish();
  const numbers = new Int64Column(from.length);
  for (const [to, row] of from.entries()) numbers.set(to, labels.numbers.lo[row]!, labels.numbers.hi[row]!);
  return {
    labelStarts: starts,
    labels: {
      keys: from.map((row) => labels.keys[row]!),
      texts: from.map((row) => labels.texts[row]!),
      units: from.map((row) => labels.units[row]!),
      numbers,
    },
  };
}

/** Locations with, of each one's lines, only those from `first` up to `end` that `kept` has a 1 for. */
export function withLines(locations: Locations, kept: Uint8Array): Locations {
  if (!kept.includes(0)) return locations;
  const lineStarts = new Uint32Array(locations.count + 1);
  const picked = new GrowingColumn();
  for (let location = 0; location < locations.count; location++) {
    for (let line = locations.lineStarts[location]!; line < locations.lineStarts[location + 1]!; line++) {
      if (kept[line] === 1) picked.push(line);
    }
    lineStarts[location + 1] = picked.count;
  }
  const rows = picked.finish();
  return {
    ...locations,
    lineStarts,
    lines: {
      functions: rows.map((row) => locations.lines.functions[row]!),
      lines: pickedValues(locations.lines.lines, rows, 1),
      columns: pickedValues(locations.lines.columns, rows, 1),
    },
  };
}

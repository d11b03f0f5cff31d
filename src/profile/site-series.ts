import { framesOfLocation, type Frame } from "./frame.ts";
import type { Profile } from "./model.ts";
import { SampleRows } from "./sample-rows.ts";
import { sampleTypeColumn } from "./sample-type.ts";
import { ProfileRangeError } from "./range-error.ts";

/** One allocating stack in several profiles. */
export interface SiteSeries {
  /** Leaf first, inlined calls in their place. */
  readonly frames: readonly Frame[];
  /** `values[type][profile]`; 0 where the profile does not have the stack. Sums are exact up to 2^53. */
  readonly values: readonly Float64Array[];
}

/**
 * The stacks of several profiles beside each other. Stacks are the same when function, file, line and column of all
 * their frames are: addresses and labels do not count, so profiles of different processes and builds compare. A sample
 * type that a profile lacks is a ProfileRangeError. Time and memory are linear in the frames of all samples.
 */
export function siteSeries(profiles: readonly Profile[], sampleTypes: readonly string[]): SiteSeries[] {
  const frames = new FrameNumbers();
  // A row per stack, with frame numbers for locations and a value for each type and profile.
  const rows = new SampleRows(sampleTypes.length * profiles.length);
  for (const [position, profile] of profiles.entries()) {
    const columns = sampleTypes.map((name) => columnNamed(profile, name));
    const framesOf: (readonly number[] | undefined)[] = [];
    for (let sample = 0; sample < profile.samples.count; sample++) {
      pushFrames(rows, profile, sample, (location) => (framesOf[location] ??= frames.of(profile, location)));
      for (const column of columns) pushValue(rows, profile, sample, column, position, profiles.length);
      rows.merge();
    }
  }
  const { count, locationStarts, locations, values } = rows.finish();
  return Array.from({ length: count }, (_, row) => ({
    frames: Array.from(locations.subarray(locationStarts[row], locationStarts[row + 1]), (n) => frames.at(n)),
    values: sampleTypes.map((__, type) =>
      Float64Array.from(profiles, (___, position) =>
        values.number((row * sampleTypes.length + type) * profiles.length + position),
      ),
    ),
  }));
}

function columnNamed(profile: Profile, name: string): number {
  const column = sampleTypeColumn(profile, name);
  if (column >= 0) return column;
  const types = profile.sampleTypes.map(({ type }) => type).join(", ");
  throw new ProfileRangeError(
    types === ""
      ? "the profile has no sample types: give one of a heap"
      : `no sample type ${name} in the profile: it has ${types}`,
  );
}

function pushFrames(
  rows: SampleRows,
  { samples }: Profile,
  sample: number,
  framesOf: (location: number) => readonly number[],
): void {
  for (let i = samples.locationStarts[sample]!; i < samples.locationStarts[sample + 1]!; i++) {
    for (const frame of framesOf(samples.locations[i]!)) rows.locations.push(frame);
  }
}

function pushValue(
  rows: SampleRows,
  { samples, sampleTypes }: Profile,
  sample: number,
  column: number,
  position: number,
  positions: number,
): void {
  for (let i = 0; i < positions; i++) {
    if (i === position) rows.values.pushRow(samples.values, sample * sampleTypes.length + column);
    else rows.values.push(0);
  }
}

/** Frames numbered as they are met, across profiles. */
class FrameNumbers {
  readonly #frames: Frame[] = [];
  readonly #numbers = new Map<string, number>();

  at(number: number): Frame {
    return this.#frames[number]!;
  }

  /** The frames of a location, innermost first. */
  of(profile: Profile, location: number): number[] {
    return framesOfLocation(profile, location).map((frame) => {
      const key = `${frame.function}\0${frame.file}\0${frame.line}\0${frame.column}`;
      let number = this.#numbers.get(key);
      if (number === undefined) {
        number = this.#frames.push(frame) - 1;
        this.#numbers.set(key, number);
      }
      return number;
    });
  }
}

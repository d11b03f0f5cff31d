import { Int64Column } from "./int64-column.ts";
import { isNumberLabel } from "./label-units.ts";
import { scaledLabel } from "./measurement.ts";
import type { Profile } from "./model.ts";

/** Keys of labels to make frames of, with commas between; "" for none. */
export interface TagFrameOptions {
  /** The first key becomes the outermost frame, */
  readonly tagRoot: string;
  /** the last key the innermost. */
  readonly tagLeaf: string;
  /** The unit of numbers, as -unit. */
  readonly unit: string;
}

/**
 * Gives every sample frames made of its labels, as pprof's -tagroot and -tagleaf: a function named by the values, with
 * commas between, in a file named by the key. A sample without the label gets a frame without a name.
 */
export function addTagFrames(
  profile: Profile,
  { tagRoot, tagLeaf, unit }: TagFrameOptions,
  warn: (line: string) => void,
): Profile {
  const roots = keysOf(tagRoot);
  const leaves = keysOf(tagLeaf);
  if (roots.length + leaves.length > 0) {
    const adder = new TagFrameAdder(profile, unit);
    const result = adder.add(roots, leaves);
    if (tagRoot !== "" && !roots.some((key) => adder.met.has(key)))
      warn("TagRoot expression matched no samples");
    if (tagLeaf !== "" && !leaves.some((key) => adder.met.has(key)))
      warn("TagLeaf expression matched no samples");
    return result;
  }
  if (tagRoot !== "") warn("TagRoot expression matched no samples");
  if (tagLeaf !== "") warn("TagLeaf expression matched no samples");
  return profile;
}

/** Keys, the innermost frame's first. */
function keysOf(list: string): string[] {
  return list
    .split(",")
    .filter((key) => key !== "")
    .reverse();
}

class TagFrameAdder {
  /** Keys that some sample has a label of. */
  readonly met = new Set<string>();
  readonly #profile: Profile;
  readonly #unit: string;
  /** New locations, numbered on from those of the profile. */
  readonly #locations = new Map<string, number>();
  readonly #names: string[] = [];

  constructor(profile: Profile, unit: string) {
    this.#profile = profile;
    this.#unit = unit;
  }

  add(roots: readonly string[], leaves: readonly string[]): Profile {
    const { samples } = this.#profile;
    const added = roots.length + leaves.length;
    const locationStarts = samples.locationStarts.map((start, row) => start + row * added);
    const locations = new Uint32Array(samples.locations.length + samples.count * added);
    for (let sample = 0; sample < samples.count; sample++) {
      let to = locationStarts[sample]!;
      // New locations are numbered in pprof's order: roots before leaves.
      const rootLocations = roots.map((key) => this.#location(sample, key));
      for (const key of leaves) locations[to++] = this.#location(sample, key);
      const stack = samples.locations.subarray(
        samples.locationStarts[sample],
        samples.locationStarts[sample + 1],
      );
      locations.set(stack, to);
      to += stack.length;
      locations.set(rootLocations, to);
    }
    return { ...this.#tables(), samples: { ...samples, locationStarts, locations } };
  }

  #location(sample: number, key: string): number {
    const values = this.#values(sample, key);
    if (values.length > 0) this.met.add(key);
    const name = values.join(",");
    const identity = `${key}\0${name}`;
    let location = this.#locations.get(identity);
    if (location === undefined) {
      location = this.#profile.locations.count + this.#locations.size;
      this.#locations.set(identity, location);
      this.#names.push(name, key);
    }
    return location;
  }

  /** Texts first, then numbers; a key with a unit somewhere shows its numbers in the unit asked for. */
  #values(sample: number, key: string): string[] {
    const { samples, strings } = this.#profile;
    const { labels, labelStarts } = samples;
    const texts: string[] = [];
    const numbers: { value: number; unit: string }[] = [];
    for (let label = labelStarts[sample]!; label < labelStarts[sample + 1]!; label++) {
      if (strings.at(labels.keys[label]!) !== key) continue;
      if (labels.texts[label] !== 0) texts.push(strings.at(labels.texts[label]!));
      else if (isNumberLabel(labels, label)) {
        numbers.push({ value: labels.numbers.number(label), unit: strings.at(labels.units[label]!) });
      }
    }
    const hasUnit = numbers.some(({ unit }) => unit !== "");
    return [
      ...texts,
      ...numbers.map(({ value, unit }) => scaledLabel(value, unit, hasUnit ? this.#unit : "")),
    ];
  }

  /** The profile's tables with the new functions, each with its name and file as two new strings, and locations. */
  #tables(): Profile {
    const { functions, locations, strings } = this.#profile;
    const count = this.#locations.size;
    const rows = Array.from({ length: count }, (_, row) => row);
    const names = Uint32Array.from([...functions.names, ...rows.map((row) => strings.count + 2 * row)]);
    return {
      ...this.#profile,
      strings: strings.with(this.#names),
      functions: {
        count: functions.count + count,
        names,
        systemNames: longer(functions.systemNames, count),
        files: Uint32Array.from([...functions.files, ...rows.map((row) => strings.count + 2 * row + 1)]),
        startLines: longerInt64(functions.startLines, count),
      },
      locations: {
        count: locations.count + count,
        mappings: longer(locations.mappings, count),
        addresses: longerInt64(locations.addresses, count),
        folded: Uint8Array.from([...locations.folded, ...rows.map(() => 0)]),
        lineStarts: Uint32Array.from([
          ...locations.lineStarts,
          ...rows.map((row) => locations.lineStarts[locations.count]! + row + 1),
        ]),
        lines: {
          functions: Uint32Array.from([
            ...locations.lines.functions,
            ...rows.map((row) => functions.count + row),
          ]),
          lines: longerInt64(locations.lines.lines, count),
          columns: longerInt64(locations.lines.columns, count),
        },
      },
    };
  }
}

function longer(column: Uint32Array, more: number): Uint32Array {
  const result = new Uint32Array(column.length + more);
  result.set(column);
  return result;
}

function longerInt64(column: Int64Column, more: number): Int64Column {
  const result = new Int64Column(column.count + more);
  result.lo.set(column.lo);
  result.hi.set(column.hi);
  return result;
}

import { compact } from "./compact.ts";
import type {
  FunctionIndex,
  LocationIndex,
  MappingIndex,
  Profile,
  ProfileHeader,
  StringIndex,
  ValueType,
} from "./model.ts";
import { ProfileBuilder, type LineRow } from "./profile-builder.ts";
import { scale } from "./scale.ts";
import { ProfileRangeError } from "./range-error.ts";

/**
 * Adds profiles up: samples with equal stacks and labels become one, sums wrap at 64 bits, and samples that come to
 * nothing go. Stacks are equal across processes: addresses count from the start of their mapping, mappings are known by
 * size, offset and build id or file. Header: the earliest time, the sum of durations, the longest period, all comments;
 * the rest is the first profile's. Rows that nothing uses go. By google/pprof profile/merge.go, and like it throws for profiles of other kinds.
 */
export function merge(profiles: readonly Profile[]): Profile {
  const [first] = profiles;
  if (first === undefined) throw new ProfileRangeError("no profiles to merge: give one or more");
  const compacted = profiles.length === 1 ? compact(first) : null;
  if (compacted !== null) return compacted;
  for (const other of profiles) requireSameKind(first, other);
  const merger = new Merger(combineHeaders(first, profiles));
  for (const profile of profiles) merger.add(profile);
  const merged = merger.build();
  return hasZeroSample(merged) ? merge([merged]) : merged;
}

/** What `after` has more than `before`, stack by stack: negative where it has less. Its duration is that of both. */
export function difference(before: Profile, after: Profile): Profile {
  return merge([after, scale(before, -1)]);
}

function requireSameKind(a: Profile, b: Profile): void {
  if (kind(a) === kind(b)) return;
  throw new ProfileRangeError(
    `profiles of different kinds: ${kind(a)} and ${kind(b)}; period and sample types must be the same to merge`,
  );
}

function kind(profile: Profile): string {
  return [profile.periodType, ...profile.sampleTypes].map(written).join(" ");
}

function written({ type, unit }: ValueType): string {
  return `${type}/${unit}`;
}

function combineHeaders(first: Profile, profiles: readonly Profile[]): ProfileHeader {
  let { timeNanos, period } = first;
  let durationNanos = 0n;
  for (const profile of profiles) {
    if (timeNanos === 0n || profile.timeNanos < timeNanos) timeNanos = profile.timeNanos;
    if (profile.period > period || period === 0n) period = profile.period;
    durationNanos += profile.durationNanos;
  }
  const named = (pick: (profile: Profile) => string): string => profiles.map(pick).find(Boolean) ?? "";
  return {
    sampleTypes: first.sampleTypes,
    defaultSampleType: named((profile) => profile.defaultSampleType),
    periodType: first.periodType,
    period,
    timeNanos,
    durationNanos: BigInt.asIntN(64, durationNanos),
    dropFrames: first.dropFrames,
    keepFrames: first.keepFrames,
    comments: [...new Set(profiles.flatMap((profile) => profile.comments))],
    docUrl: named((profile) => profile.docUrl),
  };
}

function hasZeroSample({ samples, sampleTypes }: Profile): boolean {
  for (let row = 0; row < samples.count; row++) {
    if (isZero(samples.values, row * sampleTypes.length, sampleTypes.length)) return true;
  }
  return false;
}

function isZero(values: Profile["samples"]["values"], from: number, width: number): boolean {
  for (let i = 0; i < width; i++) {
    if (!values.isZero(from + i)) return false;
  }
  return true;
}

/** Where a mapping of one profile is in the merged one, and what to add to its addresses. */
interface MovedMapping {
  readonly index: MappingIndex;
  readonly shift: bigint;
}

class Merger {
  readonly #builder: ProfileBuilder;
  readonly #mappings = new Map<string, { index: MappingIndex; start: bigint }>();
  readonly #functions = new Map<string, FunctionIndex>();
  readonly #locations = new Map<string, LocationIndex>();

  constructor(header: ProfileHeader) {
    this.#builder = new ProfileBuilder(header);
  }

  build(): Profile {
    return this.#builder.build();
  }

  add(profile: Profile): void {
    const { samples, sampleTypes, mappings } = profile;
    const moved = new MovedRows(profile);
    // The first mapping is the program by custom, whether or not the first sample lies in it.
    if (this.#mappings.size === 0 && mappings.count > 0) this.#mapping(moved, 0);
    for (let row = 0; row < samples.count; row++) {
      const from = row * sampleTypes.length;
      if (!isZero(samples.values, from, sampleTypes.length)) this.#sample(moved, row, from);
    }
  }

  #sample(moved: MovedRows, row: number, firstValue: number): void {
    const { samples, sampleTypes } = moved.profile;
    const { labels } = samples;
    const rows = this.#builder.samples;
    for (let i = samples.locationStarts[row]!; i < samples.locationStarts[row + 1]!; i++) {
      const location = samples.locations[i]!;
      const known = moved.locations[location]!;
      rows.locations.push(known === 0 ? this.#location(moved, location) : known - 1);
    }
    for (let i = 0; i < sampleTypes.length; i++) rows.values.pushRow(samples.values, firstValue + i);
    for (let i = samples.labelStarts[row]!; i < samples.labelStarts[row + 1]!; i++) {
      rows.labelKeys.push(this.#string(moved, labels.keys[i]!));
      rows.labelTexts.push(this.#string(moved, labels.texts[i]!));
      rows.labelNumbers.pushRow(labels.numbers, i);
      rows.labelUnits.push(this.#string(moved, labels.units[i]!));
    }
    rows.merge();
  }

  #string(moved: MovedRows, index: number): StringIndex {
    const known = moved.strings[index]!;
    if (known !== 0) return (known - 1) as StringIndex;
    const result = this.#builder.string(moved.profile.strings.at(index));
    moved.strings[index] = result + 1;
    return result;
  }

  #location(moved: MovedRows, row: number): LocationIndex {
    const { locations } = moved.profile;
    const mapping = locations.mappings[row] === 0 ? null : this.#mapping(moved, locations.mappings[row]! - 1);
    const address = BigInt.asUintN(64, locations.addresses.bigint(row) + (mapping?.shift ?? 0n));
    const lines: LineRow[] = [];
    for (let i = locations.lineStarts[row]!; i < locations.lineStarts[row + 1]!; i++) {
      lines.push({
        function: this.#function(moved, locations.lines.functions[i]!),
        line: locations.lines.lines.bigint(i),
        column: locations.lines.columns.bigint(i),
      });
    }
    const folded = locations.folded[row] === 1;
    const places = lines.map((line) => `${line.function}:${line.line}:${line.column}`);
    const key = [mapping?.index, address, folded, ...places].join();
    let result = this.#locations.get(key);
    if (result === undefined) {
      result = this.#builder.addLocation({
        address,
        folded,
        lines,
        ...(mapping === null ? {} : { mapping: mapping.index }),
      });
      this.#locations.set(key, result);
    }
    moved.locations[row] = result + 1;
    return result;
  }

  #function(moved: MovedRows, row: number): FunctionIndex {
    const known = moved.functions[row]!;
    if (known !== 0) return (known - 1) as FunctionIndex;
    const { functions, strings } = moved.profile;
    const name = strings.at(functions.names[row]!);
    const systemName = strings.at(functions.systemNames[row]!);
    const file = strings.at(functions.files[row]!);
    const startLine = functions.startLines.bigint(row);
    const key = `${name}\0${systemName}\0${file}\0${startLine}`;
    let result = this.#functions.get(key);
    if (result === undefined) {
      result = this.#builder.addFunction({ name, systemName, file, startLine });
      this.#functions.set(key, result);
    }
    moved.functions[row] = result + 1;
    return result;
  }

  #mapping(moved: MovedRows, row: number): MovedMapping {
    const known = moved.mappings[row];
    if (known !== undefined) return known;
    const { mappings, strings } = moved.profile;
    const start = mappings.starts.unsigned(row);
    const limit = mappings.limits.unsigned(row);
    const offset = mappings.offsets.unsigned(row);
    const file = strings.at(mappings.files[row]!);
    const buildId = strings.at(mappings.buildIds[row]!);
    const pages = BigInt.asUintN(64, limit - start + 0xfffn) / 0x1000n;
    const key = `${pages}\0${offset}\0${buildId === "" ? file : buildId}`;
    let place = this.#mappings.get(key);
    if (place === undefined) {
      const flags = mappings.flags[row]!;
      place = { index: this.#builder.addMapping({ start, limit, offset, file, buildId, flags }), start };
      this.#mappings.set(key, place);
    }
    const result = { index: place.index, shift: place.start - start };
    moved.mappings[row] = result;
    return result;
  }
}

/** Where rows of one profile went in the merged one, plus one; 0 where a row was not yet met. */
class MovedRows {
  readonly profile: Profile;
  readonly strings: Uint32Array;
  readonly functions: Uint32Array;
  readonly locations: Uint32Array;
  readonly mappings: (MovedMapping | undefined)[] = [];

  constructor(profile: Profile) {
    this.profile = profile;
    this.strings = new Uint32Array(profile.strings.count);
    this.functions = new Uint32Array(profile.functions.count);
    this.locations = new Uint32Array(profile.locations.count);
  }
}

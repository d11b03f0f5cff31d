import { Int64Column } from "./int64-column.ts";
import { areComparableUnits, scaleMeasurement } from "./measurement.ts";
import { merge } from "./merge.ts";
import type { Profile, ValueType } from "./model.ts";
import { scaleRounding } from "./scale.ts";
import { everything, select, withLabels } from "./selection.ts";
import { ProfileRangeError } from "./range-error.ts";

/** Marks the samples of a base in a profile made by `subtractBase` with `diffBase`; reports take percentages of them. */
export const DIFF_BASE_LABEL = { key: "pprof::base", text: "true" } as const;

/**
 * Several profiles added up as pprof adds its sources: only the sample types that all have, in the order of the first,
 * each in the finest of their units; then `merge`. One profile stays as it is. Throws ProfileRangeError for profiles that have
 * no sample type in common or whose units do not convert.
 */
export function combine(profiles: readonly Profile[]): Profile {
  const alike = inFinestUnits(withCommonTypes(profiles));
  return alike.length === 1 ? alike[0]! : merge(alike);
}

/** How to subtract a base. */
export interface BaseOptions {
  /** Keep base and source apart in samples: equal stacks then do not cancel, and percentages are of the base. */
  readonly diffBase: boolean;
  /** First scale the source so that each sample type has the sum it has in the base. */
  readonly normalize: boolean;
}

/** A profile less a base, as pprof's -base and -diff_base with -normalize. Throws ProfileRangeError for different kinds. */
export function subtractBase(source: Profile, base: Profile, { diffBase, normalize }: BaseOptions): Profile {
  const marked = diffBase ? withTextLabel(base, DIFF_BASE_LABEL) : base;
  const minuend = normalize ? normalized(source, base) : source;
  return combine([
    minuend,
    scaled(
      marked,
      marked.sampleTypes.map(() => -1),
    ),
  ]);
}

function normalized(source: Profile, base: Profile): Profile {
  const sums = columnSums(source);
  const wanted = columnSums(base);
  if (sums.length !== wanted.length) {
    throw new ProfileRangeError(
      `a base of ${wanted.length} sample types for a profile of ${sums.length}: give one alike`,
    );
  }
  const ratios = sums.map((sum, i) => (sum === 0n ? 0 : Number(wanted[i]!) / Number(sum)));
  return scaled(source, ratios);
}

function columnSums({ samples, sampleTypes }: Profile): bigint[] {
  const sums = sampleTypes.map(() => 0n);
  const width = sampleTypes.length;
  for (let row = 0; row < samples.count * width; row++) {
    sums[row % width] = sums[row % width]! + samples.values.bigint(row);
  }
  return sums.map((sum) => BigInt.asIntN(64, sum));
}

/**
 * Scales, and drops samples that come to nothing. As in pprof, a value whose ratio is 1 does not keep its sample when
 * another ratio is not 1.
 */
function scaled(profile: Profile, ratios: readonly number[]): Profile {
  if (ratios.every((ratio) => ratio === 1)) return profile;
  const result = scaleRounding(profile, ratios);
  const selection = everything(result);
  const { samples } = result;
  for (let sample = 0; sample < samples.count; sample++) {
    const keeps = ratios.some(
      (ratio, i) => ratio !== 1 && !samples.values.isZero(sample * ratios.length + i),
    );
    if (!keeps) selection.kept[sample] = 0;
  }
  return selection.kept.includes(0) ? select(result, selection) : result;
}

function withCommonTypes(profiles: readonly Profile[]): Profile[] {
  const [first] = profiles;
  if (first === undefined) throw new ProfileRangeError("no profiles to merge: give one or more");
  const common = first.sampleTypes
    .map(({ type }) => type)
    .filter((type) => profiles.every((profile) => profile.sampleTypes.some((other) => other.type === type)));
  if (common.length === 0) throw new ProfileRangeError("profiles have empty common sample type list");
  return profiles.map((profile) => withTypes(profile, common));
}

function withTypes(profile: Profile, types: readonly string[]): Profile {
  const columns = types.map((type) => profile.sampleTypes.findIndex((one) => one.type === type));
  const width = profile.sampleTypes.length;
  if (columns.length === width && columns.every((column, i) => column === i)) return profile;
  const { samples } = profile;
  const values = new Int64Column(samples.count * columns.length);
  for (let sample = 0; sample < samples.count; sample++) {
    for (const [i, column] of columns.entries()) {
      const from = sample * width + column;
      values.set(sample * columns.length + i, samples.values.lo[from]!, samples.values.hi[from]!);
    }
  }
  return {
    ...profile,
    sampleTypes: columns.map((column) => profile.sampleTypes[column]!),
    defaultSampleType: types.includes(profile.defaultSampleType) ? profile.defaultSampleType : types[0]!,
    samples: { ...samples, values },
  };
}

function inFinestUnits(profiles: readonly Profile[]): Profile[] {
  if (profiles.length === 1) return [...profiles];
  const [first] = profiles;
  const period = finest(
    profiles.map((profile) => profile.periodType),
    "period type",
  );
  const types = first!.sampleTypes.map((_, i) =>
    finest(
      profiles.map((profile) => profile.sampleTypes[i]!),
      "sample types",
    ),
  );
  return profiles.map((profile) => {
    const ratios = types.map(({ unit }, i) => scaleMeasurement(1, profile.sampleTypes[i]!.unit, unit).value);
    const periodRatio = scaleMeasurement(Number(profile.period), profile.periodType.unit, period.unit).value;
    return {
      ...scaled(profile, ratios),
      sampleTypes: profile.sampleTypes.map(({ type }, i) => ({ type, unit: types[i]!.unit })),
      periodType: { type: profile.periodType.type, unit: period.unit },
      period: profile.periodType.unit === period.unit ? profile.period : BigInt(Math.trunc(periodRatio)),
    };
  });
}

function finest(types: readonly ValueType[], what: string): ValueType {
  let best = types[0]!;
  for (const type of types) {
    if (!isCompatible(best, type)) {
      throw new ProfileRangeError(
        `${what}: incompatible types: {${best.type} ${best.unit}} {${type.type} ${type.unit}}`,
      );
    }
    if (scaleMeasurement(1, type.unit, best.unit).value < 1) best = type;
  }
  return best;
}

/** A final s is no difference between the names of types. */
function isCompatible(a: ValueType, b: ValueType): boolean {
  return a.type.replace(/s$/, "") === b.type.replace(/s$/, "") && areComparableUnits(a.unit, b.unit);
}

/** A profile whose samples all have a text label, in place of any they had by that key. */
function withTextLabel(profile: Profile, { key, text }: { key: string; text: string }): Profile {
  const { strings } = profile;
  const { samples } = withLabels(
    profile,
    (label) =>
      profile.samples.labels.texts[label] === 0 || strings.at(profile.samples.labels.keys[label]!) !== key,
  );
  const { labels, labelStarts } = samples;
  const starts = labelStarts.map((start, row) => start + row);
  const count = starts[samples.count]!;
  const moved = {
    keys: new Uint32Array(count),
    texts: new Uint32Array(count),
    numbers: new Int64Column(count),
    units: new Uint32Array(count),
  };
  for (let sample = 0; sample < samples.count; sample++) {
    for (let label = labelStarts[sample]!; label < labelStarts[sample + 1]!; label++) {
      const to = label + sample;
      moved.keys[to] = labels.keys[label]!;
      moved.texts[to] = labels.texts[label]!;
      moved.units[to] = labels.units[label]!;
      moved.numbers.set(to, labels.numbers.lo[label]!, labels.numbers.hi[label]!);
    }
    moved.keys[starts[sample + 1]! - 1] = strings.count;
    moved.texts[starts[sample + 1]! - 1] = strings.count + 1;
  }
  return {
    ...profile,
    strings: strings.with([key, text]),
    samples: { ...samples, labelStarts: starts, labels: moved },
  };
}

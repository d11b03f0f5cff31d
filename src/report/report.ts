import { scaledLabel, scaleMeasurement, type Profile } from "#profile";
import type { GraphNode } from "./graph.ts";
import { shown } from "./graph.ts";
import type { SourcePaths } from "./go-path.ts";
import { truncated } from "./int64.ts";

/** What to show of a profile and how; the names are those of pprof's options. */
export interface ReportOptions {
  /** Column of values; `mean` divides it by the first column. */
  readonly column: number;
  readonly mean: boolean;
  /** A unit, or `minimum` for one that suits the report, or `auto` for one that suits each value. */
  readonly unit: string;
  /** Shown values are divided by it; not 0. */
  readonly divideBy: number;
  readonly sort: "flat" | "cum";
  readonly callTree: boolean;
  readonly dropNegative: boolean;
  readonly compactLabels: boolean;
  /** Most nodes to show; 0 for all. */
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  /** `name=pattern` of each filter in force, for the header. */
  readonly activeFilters: readonly string[];
  /** Units of numeric labels by key. */
  readonly labelUnits: ReadonlyMap<string, string>;
  readonly paths: SourcePaths;
}

/** A profile, filtered and aggregated, with the total that its percentages are of. */
export interface Report {
  readonly profile: Profile;
  readonly options: ReportOptions;
  /** Of the profile before filters, in general: see `profileTotal`. */
  readonly total: number;
}

/** Values of all samples of a report, in the order of the samples; divisors for a mean. */
export interface Weights {
  readonly values: Float64Array;
  readonly divisors: Float64Array | null;
}

/** The unit values are stored in, and the name of what they count. */
export function sampleKind({ profile, options }: Report): { readonly type: string; readonly unit: string } {
  const { type, unit } = profile.sampleTypes[options.column]!;
  return { type: options.mean ? `mean_${type}` : type, unit };
}

/** The values a report is about, as doubles: exact up to 2^53. */
export function sampleWeights({ profile, options }: Report): Weights {
  return {
    values: columnValues(profile, options.column),
    divisors: options.mean ? columnValues(profile, 0) : null,
  };
}

function columnValues({ samples, sampleTypes }: Profile, column: number): Float64Array {
  const width = sampleTypes.length;
  const values = new Float64Array(samples.count);
  for (let row = 0; row < values.length; row++) values[row] = samples.values.number(row * width + column);
  return values;
}

/**
 * What percentages are of: the absolute values of all samples added up, or of those of the base alone where samples are
 * marked as such (`pprof::base`); for a mean divided by the first column's sum.
 */
export function profileTotal(profile: Profile, column: number, mean: boolean): number {
  const values = columnValues(profile, column);
  const divisors = mean ? columnValues(profile, 0) : null;
  const isBase = baseSamples(profile);
  let sum = { total: 0, divisor: 0 };
  const base = { total: 0, divisor: 0 };
  for (let row = 0; row < values.length; row++) {
    const value = Math.abs(values[row]!);
    const divisor = divisors?.[row] ?? 0;
    sum.total += value;
    sum.divisor += divisor;
    if (isBase(row)) {
      base.total += value;
      base.divisor += divisor;
    }
  }
  if (base.total > 0) sum = base;
  return sum.divisor === 0 ? sum.total : Math.trunc(sum.total / sum.divisor);
}

function baseSamples({ samples, strings }: Profile): (row: number) => boolean {
  const { keys, texts } = samples.labels;
  const marks = new Uint8Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    if (texts[i] !== 0 && strings.at(keys[i]!) === "pprof::base" && strings.at(texts[i]!) === "true")
      marks[i] = 1;
  }
  return (row) => {
    const end = samples.labelStarts[row + 1]!;
    for (let i = samples.labelStarts[row]!; i < end; i++) if (marks[i] === 1) return true;
    return false;
  };
}

/** Writes a value in a unit of the report: divided as asked, with the unit behind it. */
export function valueText(report: Report, unit: string): (value: number) => string {
  const { unit: from } = sampleKind(report);
  const ratio = 1 / report.options.divideBy;
  return (value) => scaledLabel(ratio > 0 && ratio !== 1 ? truncated(value * ratio) : value, from, unit);
}

/**
 * The one unit of a report whose unit is `minimum`: that of its smallest value, or a larger one where values differ by
 * more than a hundred times, which integers (callgrind) cannot. Other units stay as asked.
 */
export function reportUnit(report: Report, nodes: readonly GraphNode[], integers: boolean): string {
  const { unit, divideBy } = report.options;
  if (unit !== "minimum" || nodes.length === 0) return unit;
  let smallest = 0;
  for (const { flat, cum } of nodes) {
    const value = Math.abs(shown(flat)) || Math.abs(shown(cum));
    if (value > 0 && (smallest === 0 || value < smallest)) smallest = value;
  }
  let largest = report.total;
  if (smallest === 0) smallest = largest;
  const ratio = 1 / divideBy;
  if (ratio > 0 && ratio !== 1) {
    smallest = truncated(smallest * ratio);
    largest = truncated(largest * ratio);
  }
  const { unit: from } = sampleKind(report);
  const unitOf = (value: number): string => scaleMeasurement(value, from, "minimum").unit;
  const least = unitOf(smallest);
  const wide = least !== unitOf(largest) && smallest * 100 < largest && !integers;
  return (wide ? unitOf(100 * smallest) : least) || from;
}

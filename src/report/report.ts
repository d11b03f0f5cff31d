import { scaledLabel, scaleMeasurement, type Profile } from "#profile";
import type { GraphNode } from "./graph.ts";
import { added, shown, type Sum } from "./graph.ts";
import type { SourcePaths } from "./go-path.ts";
import { magnitude, truncated, wrapped } from "./int64.ts";
import { Weights } from "./weights.ts";

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
  readonly total: bigint;
}

/** The unit values are stored in, and the name of what they count. */
export function sampleKind({ profile, options }: Report): { readonly type: string; readonly unit: string } {
  const { type, unit } = profile.sampleTypes[options.column]!;
  return { type: options.mean ? `mean_${type}` : type, unit };
}

/**
 * What percentages are of: the absolute values of all samples added up, or of those of the base alone where samples are
 * marked as such (`pprof::base`); for a mean divided by the first column's sum.
 */
export function profileTotal(profile: Profile, column: number, mean: boolean): bigint {
  const weights = new Weights(profile, column, mean);
  const isBase = baseSamples(profile);
  // Of others and of the base, those above 0 and those below.
  const sums = weights.sums(4);
  for (let sample = 0; sample < profile.samples.count; sample++) {
    sums.add((isBase(sample) ? 2 : 0) + (weights.isNegative(sample) ? 1 : 0), sample);
  }
  const others = absolute(sums.at(0), sums.at(1));
  const base = absolute(sums.at(2), sums.at(3));
  return shown(base.value > 0n ? base : added(others, base));
}

function absolute(positive: Sum, negative: Sum): Sum {
  return {
    value: wrapped(positive.value - negative.value),
    divisor: wrapped(positive.divisor + negative.divisor),
  };
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
export function valueText(report: Report, unit: string): (value: bigint | number) => string {
  const { unit: from } = sampleKind(report);
  const divided = dividing(report.options);
  return (value) => scaledLabel(divided === null ? value : divided(Number(value)), from, unit);
}

/** How values are divided, to whole ones; null where they stay as they are. */
export function dividing({ divideBy }: ReportOptions): ((value: number) => number) | null {
  const ratio = 1 / divideBy;
  return ratio > 0 && ratio !== 1 ? (value) => truncated(value * ratio) : null;
}

/**
 * The one unit of a report whose unit is `minimum`: that of its smallest value, or a larger one where values differ by
 * more than a hundred times, which integers (callgrind) cannot. Other units stay as asked.
 */
export function reportUnit(report: Report, nodes: readonly GraphNode[], integers: boolean): string {
  const { unit } = report.options;
  if (unit !== "minimum" || nodes.length === 0) return unit;
  let smallest = 0n;
  for (const { flat, cum } of nodes) {
    const value = magnitude(shown(flat)) || magnitude(shown(cum));
    if (value > 0n && (smallest === 0n || value < smallest)) smallest = value;
  }
  let largest = report.total;
  if (smallest === 0n) smallest = largest;
  const divided = dividing(report.options);
  if (divided !== null) {
    smallest = BigInt(divided(Number(smallest)));
    largest = BigInt(divided(Number(largest)));
  }
  const { unit: from } = sampleKind(report);
  const unitOf = (value: bigint): string => scaleMeasurement(value, from, "minimum").unit;
  const least = unitOf(smallest);
  const hundredfold = wrapped(smallest * 100n);
  const wide = least !== unitOf(largest) && hundredfold < largest && !integers;
  return (wide ? unitOf(hundredfold) : least) || from;
}

import type { FilterOptions, Granularity } from "#profile";
import { OPTIONS, type OptionName, type ReportName } from "./pprof-table.ts";

/** What to report; names as pprof's. */
export interface ReportSettings {
  readonly report: ReportName;
  /** For reports that take one, the pattern for names. */
  readonly pattern: string;
  readonly filters: FilterOptions;
  readonly granularity: Granularity;
  readonly sort: "flat" | "cum";
  readonly sampleIndex: string;
  readonly mean: boolean;
  readonly unit: string;
  readonly divideBy: number;
  readonly nodeCount: number;
  readonly nodeFraction: number;
  readonly edgeFraction: number;
  readonly trim: boolean;
  readonly callTree: boolean;
  readonly dropNegative: boolean;
  readonly compactLabels: boolean;
  readonly relativePercentages: boolean;
  readonly noInlines: boolean;
  readonly showColumns: boolean;
  readonly tagRoot: string;
  readonly tagLeaf: string;
  readonly sourcePath: string;
  readonly trimPath: string;
  /** The report as a JSON document instead of text. */
  readonly json: boolean;
  /** File to write to; "" for standard output. */
  readonly output: string;
}

/** The value of an option: of the kind that its row in the table says. */
export type OptionValue = boolean | number | string;

/** A value for each option, and one of each group: what flags set, and the shell's variables. */
export interface Variables {
  readonly options: Readonly<Record<OptionName, OptionValue>>;
  readonly granularity: Granularity;
  readonly sort: "flat" | "cum";
}

/** What the options are when nobody sets them. */
export function usualOptions(): Record<OptionName, OptionValue> {
  return Object.fromEntries(
    Object.entries(OPTIONS).map(([name, row]) => [name, "usual" in row ? row.usual : EMPTY[row.kind]]),
  ) as Record<OptionName, OptionValue>;
}

const EMPTY = { bool: false, string: "", int: 0, float: 0 } as const;

/** A report, and the pattern for names where it takes one. */
export interface AskedReport {
  readonly report: ReportName;
  readonly pattern: string;
}

/** What to report, by the options in force. */
export function reportSettings(variables: Variables, asked: AskedReport): ReportSettings {
  const { options, granularity, sort } = variables;
  return {
    ...asked,
    granularity,
    sort,
    filters: filterOptions(options),
    sampleIndex: String(options.sample_index),
    mean: options.mean === true,
    unit: String(options.unit),
    divideBy: Number(options.divide_by),
    nodeCount: Number(options.nodecount),
    nodeFraction: Number(options.nodefraction),
    edgeFraction: Number(options.edgefraction),
    trim: options.trim === true,
    callTree: options.call_tree === true,
    dropNegative: options.drop_negative === true,
    compactLabels: options.compact_labels === true,
    relativePercentages: options.relative_percentages === true,
    noInlines: options.noinlines === true,
    showColumns: options.showcolumns === true,
    tagRoot: String(options.tagroot),
    tagLeaf: String(options.tagleaf),
    sourcePath: String(options.source_path),
    trimPath: String(options.trim_path),
    json: options.json === true,
    output: String(options.output),
  };
}

function filterOptions(options: Variables["options"]): FilterOptions {
  return {
    focus: String(options.focus),
    ignore: String(options.ignore),
    hide: String(options.hide),
    show: String(options.show),
    showFrom: String(options.show_from),
    pruneFrom: String(options.prune_from),
    tagFocus: String(options.tagfocus),
    tagIgnore: String(options.tagignore),
    tagShow: String(options.tagshow),
    tagHide: String(options.taghide),
  };
}

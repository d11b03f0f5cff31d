import type { FilterOptions, Granularity } from "#profile";
import { FlagError, parseFlags, type FlagKind, type FlagValues } from "./go-flags.ts";
import type { SourceOptions } from "./pprof-source.ts";
import {
  ABSENT_REPORTS,
  CHOICES,
  OPTIONS,
  REPORTS,
  SAMPLE_TYPE_FLAGS,
  type ReportName,
} from "./pprof-table.ts";
import { UsageError } from "./usage-error.ts";

/** What to report, as the flags ask; names as pprof's. */
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
}

/** A command line of `sawtooth pprof`, understood. */
export interface PprofArguments {
  readonly settings: ReportSettings;
  readonly source: SourceOptions;
  /** File to write to; "" for standard output. */
  readonly output: string;
}

/** Understands a command line; null where help is asked for. Throws UsageError with pprof's words. */
export function parsePprofArguments(
  args: readonly string[],
  warn: (line: string) => void,
): PprofArguments | null {
  const { values, rest, help } = parseFlags(args, FLAGS);
  if (help) return null;
  for (const [name, reason] of Object.entries(ABSENT_REPORTS)) {
    const asked = values[name];
    if (asked !== undefined && asked !== false && asked !== "") throw new UsageError(reason);
  }
  if (rest.length === 0) throw new FlagError("no profile source specified");
  const granularity = chosen(values, CHOICES.granularity) ?? "functions";
  const sort = chosen(values, CHOICES.sort) ?? "flat";
  const settings = { ...reportSettings(values, chosenReport(values), warn), granularity, sort };
  return { settings, source: sourceOptions(values, rest), output: text(values, "output") };
}

const FLAGS: Record<string, FlagKind> = {
  ...kinds(REPORTS, ({ takes }) => (takes === "pattern" ? "string" : "bool")),
  ...kinds(ABSENT_REPORTS, () => "bool"),
  disasm: "string",
  weblist: "string",
  ...kinds(OPTIONS, ({ kind }) => kind),
  ...kinds(CHOICES.granularity, () => "bool"),
  ...kinds(CHOICES.sort, () => "bool"),
  ...kinds(SAMPLE_TYPE_FLAGS, () => "bool"),
  base: "list",
  diff_base: "list",
  header: "list",
  seconds: "int",
  timeout: "int",
  tls_cert: "string",
  tls_key: "string",
  tls_ca: "string",
  symbolize: "string",
  all_frames: "bool",
  add_comment: "string",
  buildid: "string",
};

function kinds<Row>(
  table: Readonly<Record<string, Row>>,
  kind: (row: Row) => FlagKind,
): Record<string, FlagKind> {
  return Object.fromEntries(Object.entries(table).map(([name, row]) => [name, kind(row)]));
}

type Values = FlagValues<typeof FLAGS>;

function text(values: Values, name: string, otherwise = ""): string {
  return (values[name] as string | undefined) ?? otherwise;
}

function flag(values: Values, name: string, otherwise = false): boolean {
  return (values[name] as boolean | undefined) ?? otherwise;
}

function number(values: Values, name: string, otherwise: number): number {
  return (values[name] as number | undefined) ?? otherwise;
}

function strings(values: Values, name: string): readonly string[] {
  return ((values[name] as readonly string[] | undefined) ?? []).filter((one) => one !== "");
}

function chosen<Choice extends string>(
  values: Values,
  choices: Readonly<Record<Choice, string>>,
): Choice | undefined {
  const set = (Object.keys(choices) as Choice[]).filter((choice) => flag(values, choice));
  if (set.length > 1) throw new UsageError(`conflicting options set: [${set.join(" ")}]`);
  return set[0];
}

function chosenReport(values: Values): { report: ReportName; pattern: string } {
  const asked = (Object.keys(REPORTS) as ReportName[]).filter((name) => {
    const value = values[name];
    return value !== undefined && value !== false && value !== "";
  });
  const [report, second] = asked;
  if (second !== undefined) throw new UsageError("must set at most one output format");
  if (report === undefined) {
    throw new UsageError("no output format: give one, such as -top; 'sawtooth pprof -help' lists them");
  }
  return { report, pattern: REPORTS[report].takes === "pattern" ? text(values, report) : "" };
}

function reportSettings(
  values: Values,
  asked: { report: ReportName; pattern: string },
  warn: (line: string) => void,
): Omit<ReportSettings, "granularity" | "sort"> {
  return {
    ...asked,
    filters: filterOptions(values),
    sampleIndex: sampleIndex(values, warn),
    mean: flag(values, "mean") || flag(values, "mean_delay"),
    unit: text(values, "unit", "minimum"),
    divideBy: number(values, "divide_by", 1),
    nodeCount: number(values, "nodecount", -1),
    nodeFraction: number(values, "nodefraction", 0.005),
    edgeFraction: number(values, "edgefraction", 0.001),
    trim: flag(values, "trim", true),
    callTree: flag(values, "call_tree"),
    dropNegative: flag(values, "drop_negative"),
    compactLabels: flag(values, "compact_labels"),
    relativePercentages: flag(values, "relative_percentages"),
    noInlines: flag(values, "noinlines"),
    showColumns: flag(values, "showcolumns"),
    tagRoot: text(values, "tagroot"),
    tagLeaf: text(values, "tagleaf"),
    sourcePath: text(values, "source_path"),
    trimPath: text(values, "trim_path"),
  };
}

function filterOptions(values: Values): FilterOptions {
  return {
    focus: text(values, "focus"),
    ignore: text(values, "ignore"),
    hide: text(values, "hide"),
    show: text(values, "show"),
    showFrom: text(values, "show_from"),
    pruneFrom: text(values, "prune_from"),
    tagFocus: text(values, "tagfocus"),
    tagIgnore: text(values, "tagignore"),
    tagShow: text(values, "tagshow"),
    tagHide: text(values, "taghide"),
  };
}

function sampleIndex(values: Values, warn: (line: string) => void): string {
  let index = text(values, "sample_index");
  for (const [name, type] of Object.entries(SAMPLE_TYPE_FLAGS)) {
    if (!flag(values, name)) continue;
    if (index === "") index = type;
    else warn(`Multiple value selections, ignoring -${name}`);
  }
  return index;
}

function sourceOptions(values: Values, sources: readonly string[]): SourceOptions {
  const base = strings(values, "base");
  const diffBase = strings(values, "diff_base");
  if (base.length > 0 && diffBase.length > 0) {
    throw new UsageError("-base and -diff_base flags cannot both be specified");
  }
  const normalize = flag(values, "normalize");
  if (normalize && base.length + diffBase.length === 0) {
    throw new UsageError("must have base profile to normalize by");
  }
  return {
    sources,
    base: [...base, ...diffBase],
    diffBase: diffBase.length > 0,
    normalize,
    seconds: number(values, "seconds", -1),
    timeout: number(values, "timeout", -1),
    tlsCert: text(values, "tls_cert"),
    tlsKey: text(values, "tls_key"),
    tlsCa: text(values, "tls_ca"),
    headers: Object.fromEntries(strings(values, "header").map(header)),
    symbolize: text(values, "symbolize"),
    allFrames: flag(values, "all_frames"),
    addComment: text(values, "add_comment"),
    buildId: text(values, "buildid"),
  };
}

function header(line: string): [string, string] {
  const colon = line.indexOf(":");
  if (colon < 1) throw new UsageError(`-header ${JSON.stringify(line)} is no header: write 'Name: value'`);
  return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
}

import { FlagError, parseFlags, type FlagKind, type FlagValues } from "./go-flags.ts";
import type { SourceOptions } from "./pprof-source.ts";
import { usualOptions, type AskedReport, type OptionValue, type Variables } from "./pprof-settings.ts";
import {
  ABSENT_FLAGS,
  ABSENT_REPORTS,
  CHOICES,
  OPTIONS,
  REPORTS,
  SAMPLE_TYPE_FLAGS,
  type OptionName,
  type ReportName,
} from "./pprof-table.ts";
import { requestHeaders } from "./request-headers.ts";
import { UsageError } from "./usage-error.ts";

/** A command line of `sawtooth pprof`, understood. */
export interface PprofArguments {
  /** The report that is asked for; null for the shell. */
  readonly asked: AskedReport | null;
  readonly variables: Variables;
  readonly source: SourceOptions;
}

/** Understands a command line; null where help is asked for. Throws UsageError with pprof's words. */
export function parsePprofArguments(
  args: readonly string[],
  warn: (line: string) => void,
): PprofArguments | null {
  const { values, rest, help } = parseFlags(args, FLAGS);
  if (help) return null;
  for (const [name, reason] of Object.entries(ABSENT)) {
    const given = values[name];
    if (given !== undefined && given !== false && given !== "") throw new UsageError(reason);
  }
  if (text(values, "tools") !== "") warn("-tools is ignored: no binary is looked into");
  if (rest.length === 0) throw new FlagError("no profile source specified");
  const variables: Variables = {
    options: optionValues(values, warn),
    granularity: chosen(values, CHOICES.granularity) ?? "functions",
    sort: chosen(values, CHOICES.sort) ?? "flat",
  };
  return { asked: chosenReport(values), variables, source: sourceOptions(values, rest) };
}

/** What pprof has and sawtooth has not, with what to do instead. */
const ABSENT: Readonly<Record<string, string>> = { ...ABSENT_REPORTS, ...ABSENT_FLAGS };

const FLAGS: Record<string, FlagKind> = {
  ...kinds(REPORTS, ({ takes }) => (takes === "pattern" ? "string" : "bool")),
  ...kinds(ABSENT_REPORTS, () => "bool"),
  disasm: "string",
  http: "string",
  no_browser: "bool",
  tools: "string",
  ...kinds(OPTIONS, ({ kind }) => kind),
  ...kinds(CHOICES.granularity, () => "bool"),
  ...kinds(CHOICES.sort, () => "bool"),
  ...kinds(SAMPLE_TYPE_FLAGS, () => "bool"),
  base: "list",
  diff_base: "list",
  header: "list",
  token: "string",
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

function text(values: Values, name: string): string {
  return (values[name] as string | undefined) ?? "";
}

function flag(values: Values, name: string): boolean {
  return (values[name] as boolean | undefined) ?? false;
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

function chosenReport(values: Values): AskedReport | null {
  const asked = (Object.keys(REPORTS) as ReportName[]).filter((name) => {
    const value = values[name];
    return value !== undefined && value !== false && value !== "";
  });
  const [report, second] = asked;
  if (second !== undefined) throw new UsageError("must set at most one output format");
  if (report === undefined) return null;
  return { report, pattern: REPORTS[report].takes === "pattern" ? text(values, report) : "" };
}

function optionValues(values: Values, warn: (line: string) => void): Variables["options"] {
  const options = usualOptions();
  for (const name of Object.keys(OPTIONS) as OptionName[]) {
    const given = values[name] as OptionValue | undefined;
    if (given !== undefined) options[name] = given;
  }
  for (const [name, type] of Object.entries(SAMPLE_TYPE_FLAGS)) {
    if (!flag(values, name)) continue;
    if (name === "mean_delay") options.mean = true;
    if (options.sample_index === "") options.sample_index = type;
    else warn(`Multiple value selections, ignoring -${name}`);
  }
  return options;
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
    headers: requestHeaders(strings(values, "header"), text(values, "token")),
    symbolize: text(values, "symbolize"),
    allFrames: flag(values, "all_frames"),
    addComment: text(values, "add_comment"),
    buildId: text(values, "buildid"),
  };
}

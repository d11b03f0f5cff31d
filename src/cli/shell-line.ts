import type { Profile } from "#profile";
import type { OptionValue } from "./pprof-settings.ts";
import { ABSENT_REPORTS, REPORTS, type OptionName, type ReportName } from "./pprof-table.ts";
import { ShellVariables } from "./shell-variables.ts";
import { UsageError } from "./usage-error.ts";

/** A line of the shell that asks for a report: `top10 main -runtime -cum > file`. */
export interface ReportLine {
  readonly report: ReportName;
  readonly pattern: string;
  /** Options for this report alone. */
  readonly changes: Partial<Record<OptionName, OptionValue>>;
  readonly sort: "cum" | null;
  /** A command to pipe the report through; null for none. */
  readonly command: string | null;
}

/** A line of the shell, understood. */
export type ShellLine =
  | { readonly kind: "nothing" | "options" | "quit" }
  | { readonly kind: "help"; readonly about: string }
  | { readonly kind: "assign"; readonly name: string; readonly value: string | null }
  | ({ readonly kind: "report" } & ReportLine);

/** The lines that a line stands for: the shortcuts of pprof, and of a profile's sample types. */
export function expandedLine(line: string, profile: Profile): string[] {
  const trimmed = line.trim();
  if (trimmed === ":") return ["focus=", "ignore=", "hide=", "tagfocus=", "tagignore="];
  for (const { type } of profile.sampleTypes) {
    if (trimmed === type) return [`sample_index=${type}`];
    if (trimmed === `total_${type}`) return ["mean=0", `sample_index=${type}`];
    if (trimmed === `mean_${type}`) return ["mean=1", `sample_index=${type}`];
  }
  return [trimmed];
}

const COMMENT = "//:";

/**
 * Takes a line apart by pprof's grammar: an assignment or the name of an option, then a word of the shell, then a
 * report. Throws UsageError in pprof's words.
 */
export function parseLine(line: string): ShellLine {
  const equals = line.indexOf("=");
  const name = (equals < 0 ? line : line.slice(0, equals)).trim();
  if (ShellVariables.has(name)) {
    if (equals < 0) return { kind: "assign", name, value: null };
    const value = line.slice(equals + 1);
    const comment = value.lastIndexOf(COMMENT);
    return { kind: "assign", name, value: (comment < 0 ? value : value.slice(0, comment)).trim() };
  }
  const [first, ...rest] = line.split(/\s+/u).filter((word) => word !== "");
  if (first === undefined) return { kind: "nothing" };
  if (first === "o" || first === "options") return { kind: "options" };
  if (first === "exit" || first === "quit" || first === "q") return { kind: "quit" };
  if (first === "help") return { kind: "help", about: rest.join(" ") };
  return { kind: "report", ...reportLine(line, first, rest) };
}

function reportLine(line: string, first: string, rest: readonly string[]): ReportLine {
  const { report, words } = namedReport(first, rest);
  const pipe = words.indexOf("|");
  const command = pipe < 0 ? null : /(?:^|\s)\|(?:\s+([^]*))?$/u.exec(line.replace(/\s+$/u, ""))![1];
  if (command === undefined) throw new UsageError("unexpected end of line after |");
  const own = pipe < 0 ? words : words.slice(0, pipe);
  const takesPattern = REPORTS[report].takes === "pattern";
  const [pattern] = own;
  if (takesPattern && pattern === undefined) throw new UsageError(`command ${report} requires an argument`);
  const { changes, sort } = changesOf(report, takesPattern ? own.slice(1) : own);
  return { report, pattern: takesPattern ? pattern! : "", changes, sort, command };
}

function namedReport(first: string, rest: readonly string[]): { report: ReportName; words: string[] } {
  if (Object.hasOwn(REPORTS, first)) return { report: first as ReportName, words: [...rest] };
  const digits = /\d+$/u.exec(first)?.[0] ?? "";
  const name = digits === first ? first : first.slice(0, first.length - digits.length);
  if (Object.hasOwn(REPORTS, name)) return { report: name as ReportName, words: [digits, ...rest] };
  const absent = Object.hasOwn(ABSENT_REPORTS, name) ? ABSENT_REPORTS[name] : undefined;
  if (absent !== undefined) throw new UsageError(absent);
  if (ShellVariables.has(name)) throw new UsageError(`did you mean: ${name}=${rest[0] ?? "<val>"}`);
  throw new UsageError(`unrecognized command: ${JSON.stringify(name)}`);
}

const MOST_NODES = 2 ** 31 - 1;

function changesOf(
  report: ReportName,
  words: readonly string[],
): Pick<ReportLine, "changes"> & { sort: "cum" | null } {
  const changes: Partial<Record<OptionName, OptionValue>> = {};
  let sort: "cum" | null = null;
  const focus: string[] = [];
  const ignore: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (/^[+-]?\d+$/u.test(word) && Math.abs(Number(word)) <= MOST_NODES) changes.nodecount = Number(word);
    else if (word.startsWith(">")) {
      const file = word.slice(1) || words[++at];
      if (file === undefined) throw new UsageError("unexpected end of line after >");
      changes.output = file;
    } else if (word === "-cum" || word === "--cum") sort = "cum";
    else if (word.startsWith("-")) ignore.push(word.slice(1));
    else focus.push(word);
  }
  const ofTags = report === "tags";
  // An empty pattern between others adds nothing, not even a bar.
  const [kept, dropped] = [focus, ignore].map((patterns) => patterns.filter((one) => one !== "").join("|"));
  if (kept) changes[ofTags ? "tagfocus" : "focus"] = kept;
  if (dropped) changes[ofTags ? "tagignore" : "ignore"] = dropped;
  return { changes, sort };
}

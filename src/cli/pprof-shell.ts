import type { Profile } from "#profile";
import { profileLabels } from "#report";
import { isExpected } from "./expected-error.ts";
import type { PprofStreams } from "./pprof-output.ts";
import { preparedReport } from "./pprof-report.ts";
import { runReport } from "./pprof-run.ts";
import { reportSettings, usualOptions, type Variables } from "./pprof-settings.ts";
import { completionNames } from "./shell-completion.ts";
import { shellConsole, type ShellConsole } from "./shell-console.ts";
import { shellHelp } from "./shell-help.ts";
import { expandedLine, parseLine, type ReportLine } from "./shell-line.ts";
import { pipedThrough } from "./shell-pipe.ts";
import { ShellVariables } from "./shell-variables.ts";

/** The usual number of entries of `top` in the shell, where a person reads it. */
const USUAL_TOP = 10;

/**
 * pprof's shell on a profile: reads lines until `quit` or the end, and makes a report for each that asks for one.
 * Reports go to standard output, everything else to standard error. Resolves when it is left.
 */
export async function runShell(profile: Profile, start: Variables, streams: PprofStreams): Promise<void> {
  const variables = new ShellVariables(profile, start);
  variables.assign("compact_labels", "true");
  greet(profile, start, streams);
  const shell: Shell = {
    profile,
    variables,
    streams,
    console: shellConsole(streams, () => completionNames(profile)),
  };
  try {
    for (;;) {
      const line = await shell.console.readLine();
      if (line === null) return;
      for (const one of expandedLine(line, profile)) if ((await obey(shell, one)) === "quit") return;
    }
  } finally {
    shell.console.close();
  }
}

interface Shell {
  readonly profile: Profile;
  readonly variables: ShellVariables;
  readonly streams: PprofStreams;
  readonly console: ShellConsole;
}

async function obey(shell: Shell, line: string): Promise<"quit" | "go on"> {
  try {
    const asked = parseLine(line);
    if (asked.kind === "quit") return "quit";
    if (asked.kind === "assign") shell.variables.assign(asked.name, asked.value);
    if (asked.kind === "options") shell.streams.stderr(optionTable(shell.variables));
    if (asked.kind === "help") explain(shell, asked.about);
    if (asked.kind === "report") await report(shell, asked);
  } catch (error) {
    if (!isExpected(error)) throw error;
    shell.console.printError(error.message);
  }
  return "go on";
}

function explain({ streams, console }: Shell, about: string): void {
  const help = shellHelp(about);
  if (help === null) console.printError(`Unknown command: ${about}`);
  else streams.stderr(help);
}

function optionTable(variables: ShellVariables): string {
  return variables
    .rows()
    .map(([name, value, remark]) => {
      const comment = remark === "" ? "" : `//: ${remark}`;
      return `  ${name.padEnd(25)} = ${value.padEnd(20)} ${comment}`;
    })
    .join("\n");
}

async function report({ profile, variables, streams }: Shell, line: ReportLine): Promise<void> {
  const isTop = line.report === "top" || line.report === "text";
  const count = line.changes.nodecount ?? variables.get("nodecount");
  const changes = isTop && count === -1 ? { ...line.changes, nodecount: USUAL_TOP } : line.changes;
  const settings = reportSettings(variables.with(changes, line.sort), line);
  // A person who types commands wants no picture in the terminal, whatever the output is.
  const outputs = { ...streams, isTerminal: true };
  if (line.command === null) await runReport(profile, settings, outputs);
  else await pipedThrough(line.command, streams, (piped) => runReport(profile, settings, piped));
}

/** What pprof says at first: what the profile is, and how to go on. */
function greet(profile: Profile, { options }: Variables, { stderr }: PprofStreams): void {
  const { sample_index, mean, unit, divide_by } = options;
  const unfiltered: Variables = {
    options: { ...usualOptions(), sample_index, mean, unit, divide_by },
    granularity: "functions",
    sort: "flat",
  };
  try {
    const asked = { report: "top", pattern: "" } as const;
    const { report: whole } = preparedReport(profile, reportSettings(unfiltered, asked), stderr);
    stderr(profileLabels(whole, String(unit)).join("\n"));
    if (whole.total === 0n && profile.sampleTypes.length > 1) {
      stderr("No samples were found with the default sample value type.");
      stderr('Try "sample_index" command to analyze different sample values.\n');
    }
  } catch (error) {
    // What is wrong with the options is said when a report is asked for.
    if (!isExpected(error)) throw error;
  }
  stderr('Entering interactive mode (type "help" for commands, "o" for options)');
}

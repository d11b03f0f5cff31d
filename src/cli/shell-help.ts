import { CHOICES, OPTIONS, REPORTS, type ReportName } from "./pprof-table.ts";

/** The shell's help: about a command, an option or a choice, or about everything. Null for what there is not. */
export function shellHelp(about: string): string | null {
  if (about === "") return everything();
  if (Object.hasOwn(REPORTS, about)) return commandHelp(about as ReportName);
  if (Object.hasOwn(OPTIONS, about)) {
    const { summary, kind } = OPTIONS[about as keyof typeof OPTIONS];
    return `${summary}\n  Usage:\n    ${about}${kind === "bool" ? `, or ${about}=false` : "=<val>"}\n`;
  }
  const choices = Object.entries(CHOICES).find(([group, of]) => group === about || Object.hasOwn(of, about));
  if (choices === undefined) return null;
  const [group, of] = choices;
  return `${group}, one of:\n${rows(Object.entries(of))}\n  Usage:\n    ${about === group ? Object.keys(of)[0]! : about}\n`;
}

function commandHelp(name: ReportName): string {
  const { takes, summary } = REPORTS[name];
  const pattern = takes === "pattern" ? " regexp" : "";
  const [focus, ignore] = name === "tags" ? ["tagfocus", "tagignore"] : ["focus", "ignore"];
  return `${summary}
  Usage:
    ${name}${pattern} [n] [${focus}]* [-${ignore}]* [-cum] [>file] [| command]
    n            how many entries, at most; ${name}${takes === "pattern" ? " regexp" : ""} 10${takes === "pattern" ? "" : `, or ${name}10`}
    ${focus.padEnd(12)} only samples that match one of these patterns
    ${`-${ignore}`.padEnd(12)} without samples that match one of these
    -cum         sorted by cumulative weight
    >file        into a file
    | command    through a command, to the end of the line
`;
}

function everything(): string {
  const commands: [string, string][] = Object.entries(REPORTS).map(([name, { summary }]) => [name, summary]);
  const options: [string, string][] = Object.entries(OPTIONS).map(([name, { summary }]) => [name, summary]);
  return `  Commands:
${rows([...commands, ["o/options", "List options and their current values"], ["q/quit/exit/^D", "Leave the shell"]])}

  Options:
${rows(options)}

  Option groups (one of each is in force):
${rows(Object.entries(CHOICES.granularity))}

${rows(Object.entries(CHOICES.sort))}

  :   Clear focus/ignore/hide/tagfocus/tagignore
  The name of a sample type shows that type; with mean_ before it, its mean.

  type "help <cmd|option>" for more information
`;
}

function rows(entries: readonly (readonly [string, string])[]): string {
  return entries.map(([name, summary]) => `    ${name.padEnd(20)} ${summary}`).join("\n");
}

import { bytes, counted, type Line, text, wrap, written, type TextForm } from "#face";
import type { CheckResult, Problem } from "#check";

const MARGIN = 3;

/** Problems as text: the place, what is wrong there, and what to do; a closing line that counts them. */
export function renderCheck({ problems, files, known }: CheckResult, { width, colour }: TextForm): string {
  const lines = problems.flatMap((problem) => [...block(problem, width), text("")]);
  return written([...lines, ...wrap(text(summary(problems, files, known)), width)], colour);
}

function block(problem: Problem, width: number): readonly Line[] {
  const { file, line, column, rule, message, grewBytes } = problem;
  const head = text(`${file}:${line}:${column}`, "strong").concat(text(`  ${rule}`, "faint"));
  const grew =
    grewBytes === null || grewBytes <= 0
      ? []
      : [text(`grew by ${bytes(grewBytes)} in the profile`, "strong")];
  return [head, ...[...grew, ...sentences(message)].flatMap((sentence) => indented(sentence, width))];
}

/** What is wrong, and what to do, each on lines of its own. */
function sentences(message: string): readonly Line[] {
  const split = /^(.*?\.) ((?:Delete|Remove|Use) .*)$/u.exec(message);
  return split === null ? [text(message)] : [text(split[1]!), text(split[2]!, "faint")];
}

function indented(line: Line, width: number): readonly Line[] {
  return wrap(line, width - MARGIN).map((part) => text(" ".repeat(MARGIN)).concat(part));
}

function summary(problems: readonly Problem[], files: number, known: number): string {
  const nothing = known === 0 ? "Nothing grows for ever" : "Nothing new grows for ever";
  const found = problems.length === 0 ? nothing : counted(problems.length, "problem");
  const old =
    known === 0
      ? ""
      : `; the baseline lists ${problems.length === 0 ? counted(known, "problem") : `${known} more`}`;
  return `${found} in ${counted(files, "file")}${old}.`;
}

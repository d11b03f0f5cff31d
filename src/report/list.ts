import { percentage } from "#profile";
import { listedSource, type ListedFile, type SourceReader } from "./listed-source.ts";
import { padLeft } from "./pad.ts";
import { valueText, type Report } from "./report.ts";
import type { NamePattern } from "./tree.ts";

/** The source of the functions whose name matches, with what was spent at each line: `pprof -list`. */
export function list(report: Report, pattern: NamePattern, readSource: SourceReader): string {
  const text = valueText(report, report.options.unit);
  const lines = [`Total: ${text(report.total)}`];
  for (const { name, files } of listedSource(report, pattern, readSource, "no calls")) {
    if (files.length === 0) lines.push(`No source information for ${name}`);
    for (const file of files) {
      lines.push(
        `ROUTINE ======================== ${name} in ${file.file}`,
        `${padLeft(text(file.flat), 10)} ${padLeft(text(file.cum), 10)} (flat, cum) ${percentage(Number(file.cum), Number(report.total))} of Total`,
        ...sourceLines(file, (value) => (value === 0n ? "." : text(value))),
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

function sourceLines({ lines, error }: ListedFile, text: (value: bigint) => string): string[] {
  if (error !== null) return [` Error: ${error}`];
  return lines.map(
    ({ line, flat, cum, text: source }) =>
      `${padLeft(text(flat), 10)} ${padLeft(text(cum), 10)} ${padLeft(String(line), 6)}:${source}`,
  );
}

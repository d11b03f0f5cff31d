/** The tables of the series bench, on the terminal and in RESULTS.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const file = join(import.meta.dirname, "..", "RESULTS.md");
const START = "<!-- series -->";
const END = "<!-- /series -->";

/** Prints both tables, and with `write` puts them between their marks in RESULTS.md. */
export function writeTable(results: {
  readonly healthy: readonly (readonly string[])[];
  readonly leaking: readonly (readonly string[])[];
  readonly rules: readonly string[];
  readonly days: number;
  readonly write: boolean;
}): void {
  const text = [
    `${results.days} generated days.`,
    "Series without a leak in which a rule alarmed at all:",
    markdown(["kind", "series", ...results.rules], results.healthy),
    "Leaks. Lead: how much of a life was left at its first alarm (median). Error and cover: of the forecast of the death, and how often its 80 % range held it.",
    markdown(
      ["kind", "rule", "deaths warned of", "series without alarm", "lead", "error", "cover"],
      results.leaking,
    ),
  ].join("\n\n");
  console.log(text);
  if (!results.write) return;
  const before = readFileSync(file, "utf8");
  const [head = before, tail = ""] = before.includes(START)
    ? [before.split(START)[0], before.split(END)[1]]
    : [before];
  writeFileSync(
    file,
    `${head.trimEnd()}\n\n${START}\n\n## Memory series\n\n\`npm run bench -- series\`. ${text}\n\n${END}\n${tail.trim() === "" ? "" : `\n${tail.trimStart()}`}`,
  );
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

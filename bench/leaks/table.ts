import { outcomeOf, scoreOf, type Run } from "./score.ts";

/** One row for each detector. */
export function scoreTable(runs: readonly Run[]): string {
  const header = [
    "detector",
    "leaking: alarm",
    "culprit named",
    "named first",
    "healthy: silent",
    "reports right",
    "mean extra s",
    "longest pause ms",
  ];
  const rows = byDetector(runs).map(([name, own]) => {
    const score = scoreOf(own);
    return [
      name,
      `${score.alarmed} of ${score.leaky}`,
      `${score.named} of ${score.leaky}`,
      `${score.namedFirst} of ${score.leaky}`,
      `${score.silent} of ${score.healthy}`,
      `${score.rightReports} of ${score.reports}`,
      score.meanExtraSeconds.toFixed(1),
      score.longestPauseMs?.toFixed(1) ?? "not told",
    ];
  });
  return markdown([header, ...rows]);
}

/** One row for each case, one column for each detector and variant. */
export function caseTable(runs: readonly Run[]): string {
  const columns = byDetector(runs).map(([name]) => name);
  const ids = [...new Set(runs.map(({ leakCase }) => leakCase.id))].toSorted();
  const cell = (id: string, name: string, leaky: boolean): string =>
    runs
      .filter((run) => run.leakCase.id === id && run.detector === name && (run.variant === "leaky") === leaky)
      .map((run) => outcomeOf(run))
      .join(", ");
  const header = ["case", "kind", ...columns.flatMap((name) => [`${name}: leaking`, `${name}: healthy`])];
  const rows = ids.map((id) => {
    const { kind } = runs.find(({ leakCase }) => leakCase.id === id)!.leakCase;
    return [id, kind].concat(columns.flatMap((name) => [cell(id, name, true), cell(id, name, false)]));
  });
  return markdown([header, ...rows]);
}

function byDetector(runs: readonly Run[]): [string, Run[]][] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) groups.set(run.detector, [...(groups.get(run.detector) ?? []), run]);
  return [...groups];
}

/** Padded, so that it reads on a terminal too. */
function markdown(rows: readonly (readonly string[])[]): string {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.slice(1).map(line)].join(
    "\n",
  );
}

import type { ProgramSize } from "./program.ts";
import type { Reading } from "./target.ts";

/** One program and what each way of asking cost it. */
export interface Case {
  readonly size: ProgramSize;
  /** The target left alone, twice: their difference is the noise of the machine. */
  readonly idle: readonly Reading[];
  readonly find: Reading;
  /** The holder that `find` named. */
  readonly named: string;
  /** null when left out. */
  readonly snapshots: Reading | null;
}

const header = [
  "functions",
  "heap",
  "question",
  "CPU s",
  "longest stall ms",
  "of own CPU ms",
  "peak RSS MB",
  "CPU, find = 1",
];

/** The cases as a Markdown table, its columns padded so that it reads on a terminal too. */
export function table(cases: readonly Case[]): string {
  const rows = [header, header.map((name) => "-".repeat(name.length)), ...cases.flatMap(rowsOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | ")} |`).join("\n");
}

function rowsOf({ size, idle, find, named, snapshots }: Case): string[][] {
  const findMs = causedMs(find, idle);
  const program = [size.functions.toLocaleString("en-US").replace(",", " "), `${size.heapMb} MB`];
  const rows = idle.map((reading, i) => [
    ...program,
    `nothing (${i + 1})`,
    ...cells(reading, reading.cpuMs),
    "",
  ]);
  rows.push([...program, `find → ${named}`, ...cells(find, findMs), "1"]);
  if (snapshots) {
    const snapshotsMs = causedMs(snapshots, idle);
    rows.push([
      ...program,
      "two heap snapshots",
      ...cells(snapshots, snapshotsMs),
      (snapshotsMs / findMs).toFixed(1),
    ]);
  } else {
    rows.push([...program, "two heap snapshots", "left out", "", "", "", ""]);
  }
  return rows;
}

/** CPU beyond what the target uses when left alone for as long. */
function causedMs(reading: Reading, idle: readonly Reading[]): number {
  const idleMs = idle.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  const idleWallMs = idle.reduce((sum, { wallMs }) => sum + wallMs, 0);
  return reading.cpuMs - (idleMs / idleWallMs) * reading.wallMs;
}

function cells(reading: Reading, cpuMs: number): string[] {
  return [
    (cpuMs / 1000).toFixed(2),
    reading.stallMs.toFixed(1),
    reading.stallCpuMs.toFixed(1),
    reading.peakRss === null ? "?" : (reading.peakRss / 1e6).toFixed(0),
  ];
}

import { spawnSync } from "node:child_process";
import { closeSync, openSync, writeFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { REPORTS, type ReportKind, type ReportName } from "./pprof-table.ts";
import { UsageError } from "./usage-error.ts";

const IMAGES: ReadonlySet<ReportName> = new Set<ReportName>(["svg", "png", "gif", "pdf", "ps"]);

/** Draws the graph of a report that is an image; others are as they are. Throws UsageError without Graphviz. */
export function drawn(name: ReportName, report: string | Uint8Array): string | Uint8Array {
  if (!IMAGES.has(name)) return report;
  const run = spawnSync("dot", [`-T${name}`], {
    input: report,
    maxBuffer: 1 << 30,
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (run.error === undefined && run.status === 0) return run.stdout;
  const reason =
    run.error === undefined ? `it ended with ${run.status ?? run.signal}` : "it is not in the PATH";
  throw new UsageError(
    `failed to execute dot, ${reason}: install Graphviz for -${name}, or use -dot, which needs nothing`,
  );
}

/** Where the shell reads its lines. */
type ShellInput = Readable & { readonly isTTY?: boolean };

/** What `sawtooth pprof` reads commands from and writes to. */
export interface PprofStreams {
  readonly stdin: () => ShellInput;
  /** Whether a person reads what goes to `stdout`. */
  readonly isTerminal: boolean;
  readonly stdout: (report: string | Uint8Array) => void;
  readonly stderr: (line: string) => void;
}

/**
 * Writes a report to a file, or else to standard output; what is no text does not go to a terminal but to a file of
 * the current directory with the next free number.
 */
export function writeReport(
  name: ReportName,
  report: string | Uint8Array,
  output: string,
  streams: PprofStreams,
): void {
  const { extension }: ReportKind = REPORTS[name];
  if (output !== "") {
    streams.stderr(`Generating report in ${output}`);
    writeOutput(output, report);
  } else if (extension === undefined || !streams.isTerminal) streams.stdout(report);
  else {
    const { file, descriptor } = freeFile(extension);
    streams.stderr(`Generating report in ${file}`);
    writeFileSync(descriptor, report);
    closeSync(descriptor);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EISDIR: "is a directory",
};

function writeOutput(output: string, report: string | Uint8Array): void {
  try {
    writeFileSync(output, report);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new UsageError(`open ${output}: ${REASONS[code] ?? message}`, { cause: error });
  }
}

const MOST_FILES = 10_000;

function freeFile(extension: string): { file: string; descriptor: number } {
  for (let number = 1; number < MOST_FILES; number++) {
    const file = `profile${String(number).padStart(3, "0")}.${extension}`;
    try {
      return { file, descriptor: openSync(file, "wx") };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
  throw new UsageError(`no free name from profile001.${extension} on: give a file with -output`);
}

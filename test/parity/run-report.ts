import { Readable } from "node:stream";
import { runPprof } from "#cli";

/** What `sawtooth pprof` printed for some arguments. */
export interface ReportRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly bytes: Uint8Array;
  readonly stderr: string;
}

/** Runs `sawtooth pprof` in this process, in a folder, with lines on its standard input. */
export async function runReport(
  args: readonly string[],
  folder: string,
  input: readonly string[] = [],
): Promise<ReportRun> {
  const written: Buffer[] = [];
  let stderr = "";
  const before = process.cwd();
  process.chdir(folder);
  try {
    const exitCode = await runPprof(args, {
      isTerminal: false,
      stdin: () => Readable.from(input.map((line) => `${line}\n`)),
      stdout: (report) => void written.push(Buffer.from(report)),
      stderr: (line) => {
        stderr += `${line}\n`;
      },
    });
    const bytes = Buffer.concat(written);
    return { exitCode, bytes, stdout: bytes.toString("utf8"), stderr };
  } finally {
    process.chdir(before);
  }
}

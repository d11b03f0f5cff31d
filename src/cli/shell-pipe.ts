import { spawnSync } from "node:child_process";
import type { PprofStreams } from "./pprof-output.ts";
import { UsageError } from "./usage-error.ts";

/** Makes a report and gives it to a command of the system's shell, whose output takes its place. */
export async function pipedThrough(
  command: string,
  streams: PprofStreams,
  make: (piped: PprofStreams) => Promise<void>,
): Promise<void> {
  const parts: Uint8Array[] = [];
  await make({ ...streams, isTerminal: false, stdout: (part) => void parts.push(Buffer.from(part)) });
  const run = spawnSync(command, {
    shell: true,
    input: Buffer.concat(parts),
    // A pager needs the terminal itself.
    stdio: ["pipe", streams.isTerminal ? "inherit" : "pipe", "inherit"],
    maxBuffer: 1 << 30,
  });
  if (run.stdout !== null && run.stdout.length > 0) streams.stdout(run.stdout);
  // A command that has seen enough, such as `head`, closes its end of the pipe.
  const code = run.error === undefined ? "" : (run.error as NodeJS.ErrnoException).code;
  if (run.error !== undefined && code !== "EPIPE") throw new UsageError(`${command}: ${run.error.message}`);
}

import { isExpected } from "./expected-error.ts";
import { FlagError } from "./go-flags.ts";
import { parsePprofArguments, type PprofArguments } from "./pprof-arguments.ts";
import type { PprofStreams } from "./pprof-output.ts";
import { runReport } from "./pprof-run.ts";
import { reportSettings } from "./pprof-settings.ts";
import { loadProfiles } from "./pprof-source.ts";

/** `sawtooth pprof`: a report on a profile, as `go tool pprof` makes it; returns 0, or 2 with one line on stderr. */
export async function pprof(args: readonly string[]): Promise<number> {
  return runPprof(args, {
    isTerminal: process.stdout.isTTY,
    stdin: () => process.stdin,
    stdout: (report) => void process.stdout.write(report),
    stderr: (line) => void process.stderr.write(`${line}\n`),
  });
}

/** The same with other streams. */
export async function runPprof(args: readonly string[], streams: PprofStreams): Promise<number> {
  let asked: PprofArguments | null = null;
  try {
    asked = parsePprofArguments(args, streams.stderr);
    if (asked === null) {
      const { pprofUsage } = await import("./pprof-usage.ts");
      streams.stdout(pprofUsage());
      return 0;
    }
    const signal = new AbortController().signal;
    const { profile } = await loadProfiles(asked.source, streams.stderr, process.env, signal);
    if (asked.asked === null) {
      const { runShell } = await import("./pprof-shell.ts");
      await runShell(profile, asked.variables, streams);
    } else await runReport(profile, reportSettings(asked.variables, asked.asked), streams);
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    streams.stderr(error.message);
    if (error instanceof FlagError) streams.stderr("'sawtooth pprof -help' lists the flags");
    if (wantsJson(args)) {
      const { errorDocument } = await import("./pprof-document.ts");
      streams.stdout(errorDocument(asked?.asked?.report ?? null, error));
    }
    return 2;
  }
}

/** Whether JSON is asked for, even by a command line that could not be understood. */
function wantsJson(args: readonly string[]): boolean {
  return args.some((arg) => /^--?json(?:=(?:1|t|true))?$/iu.test(arg));
}

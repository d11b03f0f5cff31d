import { FlagError } from "./go-flags.ts";
import { parsePprofArguments } from "./pprof-arguments.ts";
import { drawn, writeReport, type PprofStreams } from "./pprof-output.ts";
import { makeReport } from "./pprof-report.ts";
import { loadProfiles } from "./pprof-source.ts";
import { pprofUsage } from "./pprof-usage.ts";

/** `sawtooth pprof`: a report on a profile, as `go tool pprof` makes it; returns 0, or 2 with one line on stderr. */
export async function pprof(args: readonly string[]): Promise<number> {
  return runPprof(args, {
    isTerminal: process.stdout.isTTY,
    stdout: (report) => void process.stdout.write(report),
    stderr: (line) => void process.stderr.write(`${line}\n`),
  });
}

/** The same with other streams. */
export async function runPprof(args: readonly string[], streams: PprofStreams): Promise<number> {
  try {
    const asked = parsePprofArguments(args, streams.stderr);
    if (asked === null) {
      streams.stdout(pprofUsage());
      return 0;
    }
    const { profile } = await loadProfiles(
      asked.source,
      streams.stderr,
      process.env,
      new AbortController().signal,
    );
    const { report } = asked.settings;
    writeReport(
      report,
      drawn(report, makeReport(profile, asked.settings, streams.stderr)),
      asked.output,
      streams,
    );
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    streams.stderr(error.message);
    if (error instanceof FlagError) streams.stderr("'sawtooth pprof -help' lists the flags");
    return 2;
  }
}

/** Errors whose message was made for the user. */
function isExpected(error: unknown): error is Error {
  return error instanceof Error && ("code" in error || error instanceof RangeError);
}

import { parseArgs } from "node:util";
import { counted, findingJson, renderFinding, textForm } from "#face";
import { find as findTarget, findInCommand, type FindTargetOptions } from "#find";
import { isConclusive, type Finding } from "#verdict";
import { chartFile, writeChart } from "./chart-file.ts";
import { createProgress } from "./progress.ts";
import { parseDuration } from "./duration.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth find TARGET [options]

TARGET
  4242                      a running Node.js process of yours; nothing is
                            installed in it or restarted
  http://127.0.0.1:6060     a service with the Sawtooth agent, or one that
                            serves /debug/pprof/ (Go)
  ws://… or host:port       an inspector that is open already
  ./.sawtooth               what a flight recorder left of a process that died
  -- node server.js         a command to start, look at, and end

Options
  --for DURATION    length of the window, such as 30s or 2m  (30s)
  --json            print the finding as JSON (docs/json.md)
  --snapshot        compare two heap snapshots as well, a window apart: names
                    what nothing else can reach. The process stands still twice,
                    50 to 120 ms for each MB of heap, and needs up to twelve
                    times its heap in memory
  --chart FILE      draw memory into a file, .svg or .png: over the window, or
                    of all recorded lives
  --signal          send SIGUSR1 even where it cannot be seen whether the
                    program handles it itself
  --debug           print the code and the stack of an error

Exit code: 0 nothing leaks, 1 a leak was found (or memory grows unexplained),
2 usage or target error. Ctrl-C ends early with the best answer so far.
`;

const interrupts = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const shortest = 4_000;
const longest = 24 * 3_600_000;

interface Asked {
  readonly windowMs: number;
  readonly json: boolean;
  readonly snapshot: boolean;
  readonly chart: string | null;
  readonly allowSignal: boolean;
  readonly target: string;
  readonly command: readonly string[];
}

/** `sawtooth find`: prints the finding and returns 0 or 1. */
export async function find(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const asked = parse(args);
  const finding = await withInterrupt((signal) => findWithProgress(asked, signal));
  const form = textForm(process.stdout, process.env);
  process.stdout.write(asked.json ? findingJson(finding) : renderFinding(finding, form));
  if (asked.chart !== null) writeChart(asked.chart, finding);
  if (finding.leaks.length > 0 || finding.unexplained !== null) return 1;
  if (isConclusive(finding)) return 0;
  warn(tooFew(finding));
  return 2;
}

function tooFew({ target, window }: Finding): string {
  return target.kind === "recording"
    ? `the process left ${window.looks === 0 ? "no heap profile" : "one heap profile"}: too few to say what grew in it`
    : `${counted(window.looks, "look")} cannot tell: let it run for ten seconds or more`;
}

function parse(args: readonly string[]): Asked {
  const split = args.indexOf("--");
  const command = split < 0 ? [] : args.slice(split + 1);
  const { values, positionals } = readOptions(split < 0 ? args : args.slice(0, split));
  const [target = "", ...more] = positionals;
  if (target === "" && command.length === 0)
    throw new UsageError(
      "find needs a target: a pid, an address, a recorder's folder, or a command after '--'; see 'sawtooth find --help'",
    );
  if (more.length > 0 || (target !== "" && command.length > 0))
    throw new UsageError(`find takes one target, not '${[target, ...more, ...command].join("' and '")}'`);
  const windowMs = parseDuration(values.for ?? "30s", "--for");
  if (windowMs < shortest || windowMs > longest)
    throw new UsageError(
      `--for ${values.for} is out of range: give 4s to 24h; growth needs some seconds to show`,
    );
  const { json = false, snapshot = false, signal: allowSignal = false } = values;
  const chart = values.chart === undefined ? null : chartFile(values.chart);
  return { windowMs, json, snapshot, chart, allowSignal, target, command };
}

interface Options {
  readonly for?: string | undefined;
  readonly json?: boolean | undefined;
  readonly snapshot?: boolean | undefined;
  readonly chart?: string | undefined;
  readonly signal?: boolean | undefined;
}

function readOptions(args: readonly string[]): { values: Options; positionals: string[] } {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        for: { type: "string" },
        json: { type: "boolean" },
        snapshot: { type: "boolean" },
        chart: { type: "string" },
        signal: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}: see 'sawtooth find --help'`);
  }
}

async function findWithProgress(asked: Asked, signal: AbortSignal): Promise<Finding> {
  const progress = createProgress(process.stderr, textForm(process.stderr, process.env));
  const options: FindTargetOptions = {
    windowMs: asked.windowMs,
    allowSignal: asked.allowSignal,
    snapshot: asked.snapshot,
    signal,
    onNote: warn,
    onProgress: ({ suspect, ...step }) => progress.update(suspect === null ? step : { ...step, suspect }),
  };
  try {
    return await (asked.command.length > 0
      ? findInCommand(asked.command, options)
      : findTarget(asked.target, options));
  } finally {
    progress.done();
  }
}

function warn(note: string): void {
  process.stderr.write(`sawtooth: ${note}\n`);
}

/** Runs with a signal that Ctrl-C (or SIGTERM, or the end of the terminal) aborts; a second Ctrl-C ends at once. */
async function withInterrupt<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => {
    // By way of an exit, so that what lies on the disk goes.
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  for (const signal of interrupts) process.on(signal, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of interrupts) process.off(signal, abort);
  }
}

import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { bytes, duration, durationRange } from "#face";
import { free, takeSnapshot, type CapturePlan, type CaptureProgress, type TakenSnapshot } from "#heapfile";
import { attachToInspector, attachToPid, type AttachOptions, type NodeTarget } from "#target";
import { parseDuration } from "./duration.ts";
import { UsageError } from "./usage-error.ts";

const usage = `sawtooth snapshot take TARGET [options]

Takes a heap snapshot of a running Node.js process into a file. The process
stands still meanwhile and needs up to twelve times its heap in memory: what it
will cost is said first, and a snapshot it would not survive is refused. To
compare two, take both with --again: V8 numbers objects anew for each client of
its inspector.

TARGET
  4242                     a running Node.js process of yours
  ws://… or host:port      an inspector that is open already

Options
  -o, --output FILE  where to write it; packed when the name ends in .gz
                     (heap-PID-TIME.heapsnapshot.gz); with --again, given twice
  --again DURATION   take a second one so long after, such as 60s, for
                     'snapshot diff'
  --yes              take it without asking, although the process will stand
                     still for long or memory is short
  --signal           send SIGUSR1 even where it cannot be seen whether the
                     program handles it itself
`;

/** The target must not take our silence during the pause for our end. */
const SILENCE_MS = 15 * 60_000;

/** `sawtooth snapshot take`: writes the file, or two, and prints its name. */
export async function snapshotTake(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const asked = parse(args);
  const { target: text, againMs, allowSignal } = asked;
  const controller = new AbortController();
  const abort = (): void => controller.abort(new UsageError("interrupted: nothing was left half written"));
  process.once("SIGINT", abort).once("SIGTERM", abort);
  try {
    const { signal } = controller;
    const target = await attach(text, { allowSignal, silenceMs: SILENCE_MS, signal, onNote: say });
    try {
      const first = await take(target, asked, 0, signal);
      if (againMs !== null) {
        await sleep(againMs, undefined, { signal }).catch(() => signal.throwIfAborted());
        const second = await take(target, asked, 1, signal);
        say(`compare them: sawtooth snapshot diff ${first} ${second}`);
      }
      return 0;
    } finally {
      const { note } = await target.close();
      if (note !== null) say(note);
    }
  } finally {
    process.off("SIGINT", abort).off("SIGTERM", abort);
  }
}

/** Takes one of the snapshots asked for; the name of its file. */
async function take(
  target: NodeTarget,
  { outputs, yes }: Asked,
  which: number,
  signal: AbortSignal,
): Promise<string> {
  const path = outputs[which] ?? `heap-${target.description.pid}-${timestamp(new Date())}.heapsnapshot.gz`;
  const progress = progressLine();
  const taken = await takeSnapshot(target, path, {
    signal,
    consent: async (plan) => yes || (await ask(plan)),
    onPlan: (plan) => say(planned(plan)),
    onProgress: progress.update,
  }).finally(progress.done);
  say(summary(taken));
  process.stdout.write(`${path}\n`);
  return path;
}

interface Asked {
  readonly target: string;
  /** None, or a file for each snapshot. */
  readonly outputs: readonly string[];
  /** How long after the first the second is taken; null for one snapshot. */
  readonly againMs: number | null;
  readonly yes: boolean;
  readonly allowSignal: boolean;
}

function parse(args: readonly string[]): Asked {
  const { values, positionals } = readOptions(args);
  const [target, ...more] = positionals;
  if (target === undefined)
    throw new UsageError(
      "snapshot take needs a target: a pid or an inspector; see 'sawtooth snapshot take --help'",
    );
  if (more.length > 0)
    throw new UsageError(`snapshot take takes one target, not '${positionals.join("' and '")}'`);
  const { output: outputs = [], again, yes = false, signal = false } = values;
  const againMs = again === undefined ? null : parseDuration(again, "--again");
  const files = againMs === null ? 1 : 2;
  if (outputs.length > 0 && new Set(outputs).size !== files)
    throw new UsageError(
      files === 1
        ? "-o was given more than once: give one file, or --again DURATION for a second snapshot"
        : "--again takes two snapshots: give -o twice, with a name for each, or not at all",
    );
  return { target, outputs, againMs, yes, allowSignal: signal };
}

function readOptions(args: readonly string[]): {
  values: {
    output?: string[] | undefined;
    again?: string | undefined;
    yes?: boolean | undefined;
    signal?: boolean | undefined;
  };
  positionals: string[];
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        output: { type: "string", short: "o", multiple: true },
        again: { type: "string" },
        yes: { type: "boolean" },
        signal: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split(". ")[0]}: see 'sawtooth snapshot take --help'`);
  }
}

function attach(text: string, options: AttachOptions): Promise<NodeTarget> {
  return /^\d+$/u.test(text) ? attachToPid(Number(text), options) : attachToInspector(text, options);
}

/** `20261122-161502`, so that names sort by time. */
function timestamp(time: Date): string {
  const digits = time.toISOString().replaceAll(/\D/gu, "");
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}`;
}

function planned({ heapBytes, pauseMs, extraBytes, tightest }: CapturePlan): string {
  const pause = durationRange(pauseMs[0] / 1000, pauseMs[1] / 1000);
  const room =
    tightest === null
      ? "how much it has cannot be seen from here"
      : `${bytes(free(tightest))} free of its ${tightest.kind}`;
  return `heap ${bytes(heapBytes)}: it will stand still for ${pause} and need ${bytes(extraBytes[0])} to ${bytes(extraBytes[1])} more memory (${room})`;
}

function summary({ snapshotBytes, fileBytes, pauseMs }: TakenSnapshot): string {
  const packed = fileBytes < snapshotBytes ? `, ${bytes(fileBytes)} packed` : "";
  return `took ${bytes(snapshotBytes)}${packed}; it stood still for about ${duration(pauseMs / 1000)}`;
}

/** Asks at the terminal; where nobody can answer, nothing is done. */
async function ask(plan: CapturePlan): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const worst = duration(plan.pauseMs[1] / 1000);
    const answer = await line.question(`Take it, with a pause of up to ${worst}? [y/N] `);
    return /^y(?:es)?$/iu.test(answer.trim());
  } finally {
    line.close();
  }
}

/** One line on a terminal that rewrites itself; nothing elsewhere. */
function progressLine(): { update: (progress: CaptureProgress) => void; done: () => void } {
  if (!process.stderr.isTTY) return { update: () => {}, done: () => {} };
  let shown = "";
  return {
    update: ({ phase, done, bytes: written }) => {
      const text =
        phase === "writing" ? `writing  ${bytes(written)}` : `collecting  ${Math.round(done * 100)} %`;
      if (text === shown) return;
      shown = text;
      process.stderr.write(`\r\u001B[2K${text}`);
    },
    done: () => {
      if (shown !== "") process.stderr.write("\r\u001B[2K");
    },
  };
}

function say(note: string): void {
  process.stderr.write(`sawtooth: ${note}\n`);
}

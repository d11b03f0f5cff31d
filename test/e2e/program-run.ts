import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "#verdict";
import { root } from "./nodes.ts";

const cli: string = join(root, "dist", "cli", "bin.js");
const WINDOW_SECONDS = Number(process.env["SAWTOOTH_WINDOW"] ?? 8);
const START_LIMIT_MS = 30_000;
const FIND_LIMIT_MS = 90_000;

/** What `sawtooth find` said about a program. */
export interface ProgramRun {
  readonly finding: Finding | null;
  readonly exitCode: number | null;
  readonly stderr: string;
  /** Wall-clock seconds of `sawtooth find`. */
  readonly seconds: number;
}

/** How to ask, when not in the usual way. */
export interface Asking {
  readonly options?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Told what `sawtooth find` has said on stderr so far, each time it says more. */
  readonly onStderr?: (said: string, find: ChildProcess, program: ChildProcess) => void;
}

/** Starts a program with the given node, lets it work, asks `sawtooth find` about it, and ends it. */
export async function findInProgram(
  node: string,
  program: string,
  nodeArguments: readonly string[] = [],
  asking: Asking = {},
): Promise<ProgramRun> {
  if (!existsSync(cli)) throw new Error("dist/cli/bin.js is missing: run npm run build first");
  // Several programs run at once, and only one of them could have the default inspector port.
  const child = spawn(node, ["--inspect-port=0", "--no-warnings", ...nodeArguments, program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    await atWork(child);
    return await find(child, asking);
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  }
}

/** Resolves when the program has printed `ready`. */
async function atWork(child: ChildProcess): Promise<void> {
  let output = "";
  let errors = "";
  child.stderr!.setEncoding("utf8").on("data", (text: string) => (errors += text));
  await new Promise<void>((resolve, reject) => {
    const tooLong = setTimeout(() => reject(new Error("the program did not get ready")), START_LIMIT_MS);
    const settle = (end: () => void): void => {
      clearTimeout(tooLong);
      end();
    };
    child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("ready ")) settle(resolve);
    });
    child.once("exit", (code) => {
      settle(() => reject(new Error(`the program ended with ${code} before it was ready: ${errors}`)));
    });
  });
}

/** Runs `sawtooth find` on a pid as a user would, with the Node running this. */
async function find(program: ChildProcess, { options = [], env, onStderr }: Asking): Promise<ProgramRun> {
  const startedAt = performance.now();
  const args = [cli, "find", String(program.pid), "--for", `${WINDOW_SECONDS}s`, "--json", ...options];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    onStderr?.(stderr, child, program);
  });
  const tooLong = setTimeout(() => child.kill("SIGKILL"), FIND_LIMIT_MS);
  await once(child, "close");
  clearTimeout(tooLong);
  return {
    finding: stdout.trim() === "" ? null : (JSON.parse(stdout) as Finding),
    exitCode: child.exitCode,
    stderr,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

/** Works through a list with a few workers at a time; results in the order of the list. */
export async function severalAtATime<Item, Result>(
  items: readonly Item[],
  workers: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return results;
}

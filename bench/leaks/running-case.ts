import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { LeakCase, Variant } from "./case.ts";

/** How to start a case. */
export interface StartOptions {
  /** The Node binary. */
  readonly node: string;
  /** Seconds of traffic, after which it ends. */
  readonly seconds: number;
  /** Arguments for Node before the program. */
  readonly nodeArguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const attempts = 40;
const patienceMs = 60_000;

/** The process of a case, serving its traffic. */
export class RunningCase {
  readonly pid: number;
  /** What it has printed so far, by line. */
  readonly lines: readonly string[];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  private constructor(child: ChildProcess, lines: readonly string[], ended: Promise<unknown>) {
    this.pid = child.pid!;
    this.lines = lines;
    this.#child = child;
    this.#ended = ended;
  }

  /**
   * Starts a case and waits until it says that it is ready. Some cases end by themselves at the start on a busy machine,
   * before anybody has looked at them: those are started again, and `onRestart` is told.
   */
  static async start(
    leakCase: LeakCase,
    variant: Variant,
    options: StartOptions,
    onRestart: (reason: string) => void = () => {},
  ): Promise<RunningCase> {
    for (let attempt = 1; ; attempt++) {
      const running = await this.#once(leakCase, variant, options);
      if (typeof running !== "string") return running;
      if (attempt === attempts) throw new Error(`${leakCase.id} ${variant} does not start: ${running}`);
      onRestart(running);
    }
  }

  static async #once(
    leakCase: LeakCase,
    variant: Variant,
    options: StartOptions,
  ): Promise<RunningCase | string> {
    const { node, seconds, nodeArguments = [], env = {} } = options;
    const child = spawn(node, ["--inspect-port=0", ...nodeArguments, "server.mjs", variant], {
      cwd: leakCase.folder,
      env: { ...process.env, ...env, DURATION_S: String(seconds) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(child, "exit");
    const lines: string[] = [];
    const errors: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
    const ready = new Promise<boolean>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (line) => {
        lines.push(line);
        // The first sample follows at once, and some cases do not survive it.
        if (line.startsWith("POINT ")) resolve(true);
      });
    });
    const started = await Promise.race([
      ready,
      ended.then(() => false),
      sleep(patienceMs, false, { ref: false }),
    ]);
    if (started) return new RunningCase(child, lines, ended);
    child.kill("SIGKILL");
    return /^\w*Error: .*$/m.exec(errors.join(""))?.[0] ?? `exit code ${child.exitCode}`;
  }

  /** Whether it ended with an error of its own. */
  get failed(): boolean {
    return this.#child.exitCode !== null && this.#child.exitCode !== 0;
  }

  /** Waits until it has ended by itself. */
  async end(): Promise<void> {
    await this.#ended;
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await Promise.race([this.#ended, sleep(2000, undefined, { ref: false })]);
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./nodes.ts";

/** How a patient describes itself. */
export interface PatientState {
  /** Own properties on its collections that it did not put there. */
  readonly strange: readonly string[];
  readonly inspector: string | null;
  readonly served: number;
}

const pollMs = 250;

/** A leaking service to look at, which is asked for something all the time. */
export class Patient {
  readonly #child: ChildProcess;
  readonly #url: string;
  readonly #stdout: () => string;
  #refused = 0;
  #calling = true;
  readonly #calls: Promise<void>;

  private constructor(child: ChildProcess, port: number, stdout: () => string) {
    this.#child = child;
    this.#url = `http://127.0.0.1:${port}`;
    this.#stdout = stdout;
    this.#calls = this.#callAllTheTime();
  }

  static async start(node: string): Promise<Patient> {
    const program = join(root, "test", "programs", "patient.cjs");
    const child = spawn(node, ["--inspect-port=0", program], { stdio: ["ignore", "pipe", "ignore"] });
    let stdout = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    while (!stdout.includes("\n")) await once(child.stdout, "data");
    return new Patient(child, Number(/ready (\d+)/.exec(stdout)![1]), () => stdout);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  /** Everything it has printed since it was ready. */
  get printed(): string {
    return this.#stdout().replace(/^ready \d+\n/, "");
  }

  /** Requests that it did not answer. */
  get refused(): number {
    return this.#refused;
  }

  async state(): Promise<PatientState> {
    const response = await fetch(`${this.#url}/state`);
    return (await response.json()) as PatientState;
  }

  /** Waits until its inspector is closed and nothing strange is on it; the last state seen either way. */
  async recovered(withinMs: number): Promise<PatientState> {
    const end = performance.now() + withinMs;
    for (;;) {
      const state = await this.state();
      if ((state.inspector === null && state.strange.length === 0) || performance.now() > end) return state;
      await sleep(pollMs);
    }
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async close(): Promise<void> {
    this.#calling = false;
    await this.#calls;
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    this.#child.kill("SIGKILL");
    await once(this.#child, "exit");
  }

  async #callAllTheTime(): Promise<void> {
    while (this.#calling) {
      const answer = await fetch(this.#url)
        .then((response) => response.text())
        .catch(() => "");
      if (answer !== "served") this.#refused++;
      await sleep(pollMs);
    }
  }
}

/** How a run of `sawtooth find` ended. */
export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of `sawtooth find <pid>` under way. */
export class FindRun {
  readonly #child: ChildProcess;
  readonly ended: Promise<Run>;

  constructor(pid: number, seconds: number) {
    const args = [join(root, "dist", "cli", "bin.js"), "find", String(pid), "--for", `${seconds}s`, "--json"];
    this.#child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.ended = this.#end();
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async #end(): Promise<Run> {
    let [stdout, stderr] = ["", ""];
    this.#child.stdout!.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    this.#child.stderr!.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const [code, signal] = (await once(this.#child, "close")) as [number | null, NodeJS.Signals | null];
    return { code, signal, stdout, stderr };
  }
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { createInterface } from "node:readline";

/** What the target saw of itself while something was done to it. Times in milliseconds. */
export interface Reading {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** The longest that a 2 ms timer came late. On a busy machine mostly the wait for a processor. */
  readonly stallMs: number;
  /** The most CPU time the process itself used while its timer was late: what it did to its event loop. */
  readonly stallCpuMs: number;
  /** Highest resident memory, bytes; null where the system does not say. */
  readonly peakRss: number | null;
}

/** A running program of `program.ts`. */
export class BenchTarget {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #url: string;

  private constructor(child: ChildProcess, pid: number, port: string) {
    this.#child = child;
    this.pid = pid;
    this.#url = `http://127.0.0.1:${port}`;
  }

  /** Starts `entry` on a `node` binary with room for its heap, and waits until it serves. */
  static async start(node: string, entry: string): Promise<BenchTarget> {
    const child = spawn(node, ["--inspect-port=0", "--max-old-space-size=4096", "--expose-gc", entry], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const lines = createInterface({ input: child.stdout });
    const first = await Promise.race([once(lines, "line"), once(child, "exit").then(() => null)]);
    if (!first || child.pid === undefined)
      throw new Error(`${entry} ended before it served: exit code ${child.exitCode}`);
    return new BenchTarget(child, child.pid, String(first[0]));
  }

  /** What the target saw of itself while `work` ran. */
  async during(work: () => Promise<unknown>): Promise<Reading> {
    await this.#get("/reset");
    this.#resetPeakRss();
    await work();
    const { wallMs, cpuMs, stall } = (await this.#get("/read")) as {
      wallMs: number;
      cpuMs: number;
      stall: { wallMs: number; cpuMs: number };
    };
    return { wallMs, cpuMs, stallMs: stall.wallMs, stallCpuMs: stall.cpuMs, peakRss: this.#peakRss() };
  }

  /** Writes a heap snapshot to a file; the target stands still meanwhile. */
  async snapshot(file: string): Promise<void> {
    await this.#get(`/snapshot?${encodeURIComponent(file)}`);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  #get(path: string): Promise<unknown> {
    // Not fetch: it gives up after five minutes, and a snapshot of 1 GB may take longer on a busy machine.
    return new Promise((resolve, reject) => {
      get(`${this.#url}${path}`, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve(JSON.parse(text)));
      }).on("error", reject);
    });
  }

  /** Linux resets the high-water mark when 5 is written here; elsewhere there is no peak to read. */
  #resetPeakRss(): void {
    if (process.platform === "linux") writeFileSync(`/proc/${this.pid}/clear_refs`, "5");
  }

  #peakRss(): number | null {
    if (process.platform !== "linux") return null;
    const kilobytes = /^VmHWM:\s*(\d+) kB$/mu.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  }
}

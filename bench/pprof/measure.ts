import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";

/** What a command cost. */
export interface Cost {
  /** Of the process and its children, user and system. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

const POLL_MS = 5;

/**
 * Runs a command with its output thrown away. CPU comes from the shell that waits for it, memory from the kernel's
 * high-water mark, read until the process ends. Throws when the command fails.
 */
export async function measure(command: readonly string[]): Promise<Cost> {
  const script = '"$@" >/dev/null 2>&1 & echo $!; wait $!; code=$?; times; exit $code';
  const shell = spawn("bash", ["-c", script, "bash", ...command], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  let peakKiB = 0;
  shell.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const poll = setInterval(() => {
    peakKiB = Math.max(peakKiB, highWaterKiB(Number(output.split("\n")[0])));
  }, POLL_MS);
  const [code] = (await once(shell, "close")) as [number | null];
  clearInterval(poll);
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}`);
  const times = output.trim().split("\n").at(-1)!.split(" ");
  return { cpuSeconds: times.reduce((sum, time) => sum + secondsOf(time), 0), peakMiB: peakKiB / 1024 };
}

/** The most memory a process has had; 0 once it is gone. */
function highWaterKiB(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** `1m2.345s` as bash prints it. */
function secondsOf(time: string): number {
  const [, minutes, seconds] = /^(\d+)m([\d.]+)s$/u.exec(time)!;
  return Number(minutes) * 60 + Number(seconds);
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { register } from "./running-agent.ts";

export interface ShortRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Runs a program text with `sawtooth/register` preloaded, to its end; with `killWhenUp`, SIGTERM once it prints. */
export async function runShort(
  node: string,
  program: string,
  env: NodeJS.ProcessEnv = {},
  {
    options = [],
    killWhenUp = false,
    cwd,
  }: { options?: readonly string[]; killWhenUp?: boolean; cwd?: string } = {},
): Promise<ShortRun> {
  const child = spawn(node, ["--import", register, ...options, "-e", program], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, SAWTOOTH_PORT: "0", SAWTOOTH_RECORDER: "off", ...env },
    ...(cwd !== undefined && { cwd }),
    timeout: 30_000,
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  if (killWhenUp) child.stdout.once("data", () => child.kill("SIGTERM"));
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { stdout, stderr, code, signal };
}

import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach } from "vitest";
import { targetNodes } from "../e2e/nodes.ts";

/** The Node binaries to try everything on; those that were asked for and are missing are told. */
export const nodes: readonly { readonly major: number; readonly file: string }[] = targetNodes().flatMap(
  ({ major, file }) => {
    if (file !== null) return [{ major, file }];
    console.warn(`Node ${major} is not installed: its tests are skipped`);
    return [];
  },
);

const running = new Set<ChildProcess>();
afterEach(async () => {
  await Promise.all([...running].map((child) => ended(child)));
});

/** A process under test. */
export interface Running {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly output: () => string;
}

/** Starts a process that ends with the test, and waits until it has printed `up`. */
export async function start(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Running> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  running.add(child);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await until(
    () => output.includes("up\n"),
    () => `it did not get up: ${output}`,
  );
  return { child, pid: child.pid ?? 0, output: () => output };
}

/** A Node process that runs this program, with an inspector port of its own. */
export function runningNode(
  node: string,
  program: string,
  options: readonly string[] = ["--inspect-port=0"],
): Promise<Running> {
  return start(node, [...options, "-e", `${program}\nconsole.log("up")`]);
}

/** Serves `hello` on a port of its choice, which it prints first. */
export const SERVER = `
  const server = require("node:http").createServer((_, response) => response.end("hello"));
  server.listen(0, "127.0.0.1", () => console.log("port " + server.address().port));
`;

/** Does a server answer? One that hangs does not. */
export async function serves(target: Running): Promise<boolean> {
  await until(
    () => /port \d+/.test(target.output()),
    () => "it printed no port",
  );
  const port = /port (\d+)/.exec(target.output())?.[1];
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(3000) });
    return (await response.text()) === "hello";
  } catch {
    return false;
  }
}

/** Waits until something holds. */
export async function until(
  holds: () => boolean,
  otherwise: () => string,
  timeoutMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(otherwise());
    await sleep(20);
  }
}

/** Ends a process, stopped ones included. */
export async function ended(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}

import { join } from "node:path";
import { root } from "../e2e/nodes.ts";
import { freePort } from "../target/free-port.ts";
import { start, until, type Running } from "../target/running-node.ts";

/** What a service preloads: the built export, as a user would. */
export const register: string = join(root, "dist/agent/register.js");
export const programs: string = join(root, "test/programs/agent");

/** A program with the agent in it. */
export interface RunningAgent extends Running {
  /** Of the agent: `http://127.0.0.1:…`. */
  readonly url: string;
  /** Of the program's own server. */
  readonly port: number;
}

/** Starts a program of `test/programs/agent` with `sawtooth/register` preloaded, and waits until both serve. */
export async function startWithAgent(
  node: string,
  program = "leaky-server.mjs",
  env: NodeJS.ProcessEnv = {},
  options: readonly string[] = [],
): Promise<RunningAgent> {
  const agentPort = await freePort();
  const settings = { SAWTOOTH_PORT: String(agentPort), SAWTOOTH_RECORDER: "off", ...env };
  const running = await start(node, [...options, "--import", register, join(programs, program)], settings);
  const url = `http://127.0.0.1:${agentPort}`;
  let serving = false;
  void poll(url).then(() => (serving = true));
  await until(
    () => serving,
    () => `the agent does not serve: ${running.output()}`,
  );
  return { ...running, url, port: Number(/port (\d+)/.exec(running.output())?.[1] ?? 0) };
}

/** Resolves when something answers. */
async function poll(url: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    try {
      await (await fetch(`${url}/debug/sawtooth/`)).text();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

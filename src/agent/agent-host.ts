import { createRequire } from "node:module";
import { compileFunction } from "node:vm";
import { MessageChannel, Worker } from "node:worker_threads";
import { AGENT_THREAD } from "./thread-name.ts";
import { programText } from "./program-text.ts";
import type { AgentSetup, FromAgent, Port, ToAgent } from "./wire.ts";

/** Where the agent runs. */
export interface AgentHost {
  readonly port: Port<FromAgent, ToAgent>;
  /** Hears once that it has ended by itself, and why. */
  onEnd(listener: (why: string) => void): void;
  /** Ends it, whatever it does. */
  terminate(): Promise<void>;
}

/** Profiles and sources of large programs pass through it, one at a time. */
const heapMebibytes = 512;

/** The agent in a worker thread. It never keeps the process alive. Throws where there can be no worker. */
export function hostInWorker(setup: AgentSetup): AgentHost {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const worker = new Worker(programText, {
    eval: true,
    name: AGENT_THREAD,
    // Neither the options of the program nor what it preloads are for this thread.
    execArgv: [],
    argv: [],
    env,
    // What it might print is nobody's business: it speaks through its port, and on stderr by itself.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
    workerData: { sawtooth: setup },
  });
  // Only from then on does it hold: before, starting the thread refers to it again.
  worker.once("online", () => worker.unref());
  return {
    port: worker,
    onEnd: (listener) => {
      worker.once("error", (error) => listener(error.message.split("\n")[0] ?? ""));
      worker.once("exit", (code) => listener(`exit code ${code}`));
    },
    terminate: async () => void (await worker.terminate()),
  };
}

/** The agent on the main thread: the same program, which then answers only while the program does not block. */
export function hostInThread(setup: AgentSetup): AgentHost {
  const exports: { runAgent?: (port: Port<ToAgent, FromAgent>, setup: AgentSetup) => Promise<void> } = {};
  const load = compileFunction(programText, ["exports", "require"], {
    filename: `${AGENT_THREAD}.cjs`,
  }) as (exports: object, require: NodeJS.Require) => void;
  load(exports, createRequire(process.execPath));
  const { port1, port2 } = new MessageChannel();
  let ended: (why: string) => void = () => {};
  const running = exports.runAgent!(port2, setup);
  running.catch((error: unknown) => ended((error as Error).message));
  port1.on("message", () => {});
  // To listen is what keeps a loop alive; the agent must not.
  port1.unref();
  port2.unref();
  return {
    port: port1,
    onEnd: (listener) => (ended = listener),
    terminate: async () => {
      port1.close();
    },
  };
}

import { isMainThread } from "node:worker_threads";
import { startSampler, stopSampler } from "#sampler";
import { AgentClient } from "./agent-client.ts";
import { hostInThread, hostInWorker, type AgentHost } from "./agent-host.ts";
import { portInCluster } from "./no-agent.ts";
import { mountsOf, type Mounts } from "./mounts.ts";
import { AgentOptionError, agentOptions, type AgentOptions, type StartOptions } from "./options.ts";
import { Ending, recordingSetup } from "./ending.ts";
import { tell } from "./tell.ts";
import type { RecordingSetup } from "./wire.ts";
import { createPulse, startPulse, type Pulse } from "./pulse.ts";

/** The agent of this process. */
export interface Agent extends Mounts {
  /** Where it serves, such as `http://127.0.0.1:6060`; null where it serves through mounted handlers only. Never rejects. */
  readonly ready: Promise<string | null>;
  /** Stops serving and sampling. What it had in the process is gone when this resolves. */
  stop(): Promise<void>;
}

const KEY = Symbol.for("sawtooth.agent");
type Registry = { [KEY]?: Agent };

/** How long the end of the process may wait for the agent to let go of the inspector. */
const longestGoodbyeMs = 200;
const longestStopMs = 2000;

/**
 * Starts the agent of this process: samples the allocations of the main thread, and serves what is known of it. There is one:
 * a second call gives the first one's handle. Throws AgentOptionError for options that cannot be used; whatever else goes
 * wrong costs a line on stderr and no more.
 */
export function start(options: StartOptions = {}): Agent {
  if (!isMainThread)
    throw new AgentOptionError("start runs on the main thread only: the agent there sees worker threads too");
  const registry = globalThis as Registry;
  registry[KEY] ??= new RunningAgent(inCluster(agentOptions(options)), () => delete registry[KEY]);
  return registry[KEY];
}

/** Each process of a cluster has a port of its own. */
function inCluster(options: AgentOptions): AgentOptions {
  return options.port === null ? options : { ...options, port: portInCluster(options.port) };
}

class RunningAgent implements Agent {
  readonly #ready: Promise<string | null>;
  readonly handler: Mounts["handler"];
  readonly fetch: Mounts["fetch"];
  readonly koa: Mounts["koa"];
  readonly fastify: Mounts["fastify"];
  readonly #pulse: Pulse = createPulse();
  readonly #stopPulse: () => void;
  readonly #client: AgentClient;
  readonly #host: AgentHost;
  readonly #forget: () => void;
  readonly #ending: Ending | null;
  readonly #sayGoodbye = (): void => this.#goodbye();
  #stopped: Promise<void> | null = null;
  #heard: (url: string | null) => void = () => {};
  #heardStopped: () => void = () => {};

  constructor(options: AgentOptions, forget: () => void) {
    this.#forget = forget;
    this.#ready = new Promise((resolve) => (this.#heard = resolve));
    this.#stopPulse = startPulse(this.#pulse);
    startSampler({ external: options.external, resourceStacks: options.resourceStacks, onNote: tell });
    const recording = options.recorder === null ? null : recordingSetup(options.recorder);
    this.#ending = recording === null ? null : new Ending(recording.lifeFolder);
    this.#host = this.#begin(options, recording);
    this.#client = new AgentClient(this.#host.port);
    this.#host.port.on("message", (message) => {
      if (message.kind === "ready") this.#heard(message.url);
      else if (message.kind === "stopped") this.#heardStopped();
      else this.#client.receive(message);
    });
    this.#host.onEnd((why) => this.#ended(why));
    process.on("exit", this.#sayGoodbye);
    const from = options.mounted === "open" ? "open mount" : "mount";
    const mounts = mountsOf((request) => this.#client.respond(request), from);
    ({ handler: this.handler, fetch: this.fetch, koa: this.koa, fastify: this.fastify } = mounts);
  }

  /** Who waits for it wants the program to go on until it is there; nothing else of the agent does. */
  get ready(): Promise<string | null> {
    const waiting = setInterval(() => {}, 1000);
    void this.#ready.then(() => clearInterval(waiting));
    return this.#ready;
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  #begin(options: AgentOptions, recording: RecordingSetup | null): AgentHost {
    const inspectable = isInspectable();
    const setup = { options, recording, inspectable, pulse: this.#pulse.numbers.buffer };
    if (!options.worker) return hostInThread({ ...setup, inThread: true });
    try {
      return hostInWorker({ ...setup, inThread: false });
    } catch (error) {
      tell(
        `no worker thread can be started (${(error as Error).message}): profiles are served by the main thread`,
      );
      return hostInThread({ ...setup, inThread: true });
    }
  }

  async #stop(): Promise<void> {
    process.off("exit", this.#sayGoodbye);
    this.#ending?.stop();
    this.#stopPulse();
    const stopped = new Promise<void>((resolve) => (this.#heardStopped = resolve));
    this.#host.port.postMessage({ kind: "stop" });
    const late = setTimeout(() => this.#heardStopped(), longestStopMs);
    await stopped;
    clearTimeout(late);
    await this.#host.terminate();
    this.#client.end();
    stopSampler();
    this.#heard(null);
    this.#forget();
  }

  #ended(why: string): void {
    this.#client.end();
    this.#heard(null);
    if (this.#stopped !== null) return;
    this.#stopped = Promise.resolve();
    tell(`the agent's thread has ended (${why}): profiles are served no longer, and the program goes on`);
  }

  /** Node says a line about a debugger on stderr when the process exits while a thread is connected to the inspector. */
  #goodbye(): void {
    const { connected } = this.#pulse;
    if (Atomics.load(connected, 0) === 0) return;
    this.#host.port.postMessage({ kind: "bye" });
    const until = performance.now() + longestGoodbyeMs;
    for (let open = Atomics.load(connected, 0); open > 0; open = Atomics.load(connected, 0)) {
      const left = until - performance.now();
      if (left <= 0 || Atomics.wait(connected, 0, open, left) === "timed-out") return;
    }
  }
}

/** Whether the main thread may be inspected from within; where it may not, a worker that tried would abort the process. */
function isInspectable(): boolean {
  try {
    const session = new (process.getBuiltinModule("node:inspector").Session)();
    session.connect();
    session.disconnect();
    return true;
  } catch {
    return false;
  }
}

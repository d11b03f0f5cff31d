import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./cdp.ts";
import { Evaluator, type EvaluateOptions } from "./evaluation.ts";
import { heapLimitOf } from "./heap-limit.ts";
import { listeningSockets } from "./listening-sockets.ts";
import { systemLimits, type ProcessLimit } from "./memory-limits.ts";
import { isAlive } from "./process-facts.ts";
import { Watchdog } from "./watchdog.ts";
import { Workers, type WorkerSession } from "./workers.ts";

/** The process looked at; never with the arguments it was given, which may hold secrets. */
export interface TargetProcess {
  readonly kind: "node";
  /** What a person would call it: `node server.js (pid 4242)`. */
  readonly name: string;
  readonly pid: number;
  /** The inspector it was reached by, without its secret path; null when it was reached by its pid. */
  readonly url: string | null;
  /** Such as `v22.23.3`. */
  readonly node: string;
  readonly uptimeSeconds: number;
  /** The executable and the script: `node dist/server.js`. */
  readonly command: string;
  readonly cwd: string | null;
  /** Another machine, or another container, so its files and limits are not ours to read. */
  readonly remote: boolean;
}

/** What `close` left behind. */
export interface CloseReport {
  /** False when an inspector that we opened is still open. */
  readonly inspectorClosed: boolean;
  /** One line for the user when something is not as it was; null otherwise. */
  readonly note: string | null;
}

export interface NodeTargetParts {
  readonly cdp: Connection;
  readonly watchdog: Watchdog;
  readonly description: TargetProcess;
  /** Port of the inspector when we opened it; null when somebody else did. */
  readonly openedPort: number | null;
}

/** How long a target that is not stuck may take to close its inspector. */
const ENDING_MS = 250;
const CLOSE_TIMEOUT_MS = 3000;

/** A running Node process with its inspector attached. */
export class NodeTarget {
  readonly description: TargetProcess;
  /** The raw protocol, for the Profiler, HeapProfiler and Debugger domains. */
  readonly cdp: Connection;
  /** The inspector was opened by us, and is closed by `close`. */
  readonly openedByUs: boolean;
  /** Resolves with the reason when the target ends, or can no longer be reached; never rejects. */
  readonly exited: Promise<string>;
  readonly #watchdog: Watchdog;
  readonly #evaluator: Evaluator;
  readonly #workers: Workers;
  readonly #openedPort: number | null;
  #closing: Promise<CloseReport> | null = null;

  constructor(parts: NodeTargetParts) {
    this.description = parts.description;
    this.cdp = parts.cdp;
    this.openedByUs = parts.openedPort !== null;
    this.#watchdog = parts.watchdog;
    this.#evaluator = new Evaluator(parts.cdp);
    this.#workers = new Workers(parts.cdp);
    this.#openedPort = parts.openedPort;
    this.exited = Promise.race([
      parts.cdp.closed.then((reason) => this.#whyClosed(reason)),
      parts.watchdog.abandoned.then(() => "the target heard nothing from us for too long and let go"),
    ]);
  }

  /** The value of an expression in the target, copied as JSON would; `evaluation-threw` when it throws. */
  evaluate<T>(expression: string, options?: EvaluateOptions): Promise<T> {
    return this.#evaluator.value<T>(expression, options);
  }

  /** A handle on the object an expression yields; it keeps the object alive until `release` or `close`. */
  evaluateHandle(expression: string, options?: EvaluateOptions): Promise<string> {
    return this.#evaluator.handle(expression, options);
  }

  /** Calls `function (…) {…}` with an object of the target as `this` and JSON values as arguments. */
  call<T>(
    objectId: string,
    functionDeclaration: string,
    args?: readonly unknown[],
    options?: EvaluateOptions,
  ): Promise<T> {
    return this.#evaluator.call<T>(objectId, functionDeclaration, args, options);
  }

  /** The same with other objects of the target as arguments. */
  callWith<T>(
    objectId: string,
    functionDeclaration: string,
    handles: readonly string[],
    options?: EvaluateOptions,
  ): Promise<T> {
    return this.#evaluator.callWith<T>(objectId, functionDeclaration, handles, options);
  }

  release(objectId: string): Promise<void> {
    return this.#evaluator.release(objectId);
  }

  /**
   * Registers a function of the target (by its handle) that undoes what was done to it, called there if we are killed,
   * hung or stopped. An ordinary `close` does not call it: undo first, then close.
   */
  whenAbandoned(functionHandle: string): Promise<void> {
    return this.#watchdog.whenAbandoned(functionHandle);
  }

  /** What ends the process when it is reached: V8's heap limit, the container's, the machine's memory. */
  async limits(): Promise<ProcessLimit[]> {
    const limit = await heapLimitOf(this);
    return this.description.remote ? [limit] : [limit, ...systemLimits(this.description.pid)];
  }

  /** How many worker threads it runs. */
  workerCount(): Promise<number> {
    return this.#workers.count();
  }

  /** A session inside each of its worker threads; `detach` each when done. */
  workerSessions(): Promise<WorkerSession[]> {
    return this.#workers.sessions();
  }

  /** Leaves the target as it was. Never rejects; the same answer however often it is called. */
  close(): Promise<CloseReport> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<CloseReport> {
    // A target that has ended needs no cleaning; one that is stuck cleans itself when its event loop runs again.
    await this.#watchdog.end().catch(() => {});
    await this.cdp.close();
    const port = this.#openedPort;
    if (port === null || (await portGone(this.description.pid, port)))
      return { inspectorClosed: true, note: null };
    return {
      inspectorClosed: false,
      note:
        `the inspector of pid ${this.description.pid} is still open on port ${port}: it closes by itself as soon as ` +
        "the process's event loop runs again and no other client is connected to it",
    };
  }

  /** A process that ends closes its sockets some milliseconds before it is gone. */
  async #whyClosed(reason: string): Promise<string> {
    const { pid, remote } = this.description;
    if (remote) return reason;
    const deadline = performance.now() + ENDING_MS;
    while (isAlive(pid)) {
      if (performance.now() > deadline) return reason;
      await sleep(10);
    }
    return `process ${pid} ended`;
  }
}

async function portGone(pid: number, port: number): Promise<boolean> {
  const deadline = performance.now() + CLOSE_TIMEOUT_MS;
  for (;;) {
    if (!listeningSockets(pid).some((socket) => socket.port === port)) return true;
    if (performance.now() > deadline) return false;
    await sleep(25);
  }
}

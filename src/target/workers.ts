import { ProtocolExchange, type Connection, type Protocol, type ProtocolMessage } from "./cdp.ts";
import { Evaluator, type EvaluateOptions } from "./evaluation.ts";
import { TargetError } from "./target-error.ts";

/** A session inside one worker thread. */
export interface WorkerSession {
  /** Such as `[worker 1] pool`, or as Node names it. */
  readonly title: string;
  /** `file://…` of its script; empty for a worker made from source text. */
  readonly url: string;
  /** The raw protocol of that isolate. */
  readonly protocol: Protocol;
  evaluate<T>(expression: string, options?: EvaluateOptions): Promise<T>;
  evaluateHandle(expression: string, options?: EvaluateOptions): Promise<string>;
  call<T>(
    objectId: string,
    functionDeclaration: string,
    args?: readonly unknown[],
    options?: EvaluateOptions,
  ): Promise<T>;
  callWith<T>(
    objectId: string,
    functionDeclaration: string,
    handles: readonly string[],
    options?: EvaluateOptions,
  ): Promise<T>;
  release(objectId: string): Promise<void>;
  /** Leaves the worker as it was. */
  detach(): Promise<void>;
}

interface AttachedToWorker {
  readonly sessionId: string;
  readonly workerInfo: { readonly title: string; readonly url: string };
}

/** The worker threads of a target, reached through the NodeWorker domain of its main thread. */
export class Workers {
  readonly #main: Connection;
  readonly #open = new Set<string>();

  constructor(main: Connection) {
    this.#main = main;
  }

  /** How many there are now, or were when the sessions now open were made. */
  async count(): Promise<number> {
    if (this.#open.size > 0) return this.#open.size;
    const workers = await this.#attach();
    await this.#main.send("NodeWorker.disable");
    return workers.length;
  }

  /** Attaches to every worker there is now; workers started later are let alone. Detach all before the next call. */
  async sessions(): Promise<WorkerSession[]> {
    if (this.#open.size > 0) {
      throw new TargetError(
        "protocol-error",
        `${this.#open.size} worker sessions are still open: detach them first`,
      );
    }
    const workers = await this.#attach();
    for (const { sessionId } of workers) this.#open.add(sessionId);
    if (workers.length === 0) await this.#main.send("NodeWorker.disable");
    return workers.map((worker) => workerSession(this.#main, worker, () => this.#released(worker.sessionId)));
  }

  /** Node announces the workers it has before it answers `enable`. */
  async #attach(): Promise<AttachedToWorker[]> {
    const attached: AttachedToWorker[] = [];
    const stop = this.#main.on("NodeWorker.attachedToWorker", (params) =>
      attached.push(params as AttachedToWorker),
    );
    try {
      await this.#main.send("NodeWorker.enable", { waitForDebuggerOnStart: false });
    } finally {
      stop();
    }
    return attached;
  }

  async #released(sessionId: string): Promise<void> {
    if (this.#open.delete(sessionId) && this.#open.size === 0) await this.#main.send("NodeWorker.disable");
  }
}

function workerSession(
  main: Connection,
  worker: AttachedToWorker,
  released: () => Promise<void>,
): WorkerSession {
  const { sessionId, workerInfo } = worker;
  const exchange = new ProtocolExchange((message) => {
    main
      .send("NodeWorker.sendMessageToWorker", { sessionId, message })
      .catch((error: unknown) => exchange.end((error as Error).message));
  });
  const stopMessages = main.on("NodeWorker.receivedMessageFromWorker", (params) => {
    const received = params as { readonly sessionId: string; readonly message: string };
    if (received.sessionId === sessionId) exchange.receive(JSON.parse(received.message) as ProtocolMessage);
  });
  let gone = false;
  const stopEnd = main.on("NodeWorker.detachedFromWorker", (params) => {
    if ((params as { readonly sessionId: string }).sessionId !== sessionId) return;
    gone = true;
    exchange.end("the worker ended");
  });
  void main.closed.then((reason) => exchange.end(reason));
  const evaluator = new Evaluator(exchange);
  return {
    title: workerInfo.title,
    url: workerInfo.url,
    protocol: exchange,
    evaluate: (expression, options) => evaluator.value(expression, options),
    evaluateHandle: (expression, options) => evaluator.handle(expression, options),
    call: (objectId, declaration, args, options) => evaluator.call(objectId, declaration, args, options),
    callWith: (objectId, declaration, handles, options) =>
      evaluator.callWith(objectId, declaration, handles, options),
    release: (objectId) => evaluator.release(objectId),
    detach: async () => {
      stopMessages();
      stopEnd();
      exchange.end("detached");
      try {
        if (!gone) await main.send("NodeWorker.detach", { sessionId });
        await released();
      } catch (error) {
        // The worker, or the whole target, ended in the meantime: there is nothing left to detach from.
        if (!(error instanceof TargetError)) throw error;
      }
    },
  };
}

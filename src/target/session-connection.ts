import type { Session } from "node:inspector";
import type { Connection, SendOptions } from "./cdp.ts";
import { TargetError } from "./target-error.ts";

/** Node's error for a call the inspector refused: `Inspector error -32000: why`. */
const REFUSED = /^Inspector error -?\d+: /;

/**
 * The protocol with an isolate of this very process, over a session of `node:inspector`: of the main thread, seen from
 * a worker, or of the thread it is made in. No port is opened and no signal sent. From a worker it answers while the main
 * thread is stuck in a loop.
 *
 * A worker that is connected when the process exits makes Node print "Waiting for the debugger to disconnect...", so
 * connections are best held only while something is asked. An answer alone does not keep a worker's event loop alive.
 */
export class SessionConnection implements Connection {
  readonly closed: Promise<string>;
  readonly #session: Session;
  readonly #rejects = new Set<(error: Error) => void>();
  #end: (reason: string) => void = () => {};
  #ended: string | null = null;

  private constructor(session: Session) {
    this.#session = session;
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Connects to the thread this runs in; calls are answered before `send` returns. */
  static async toThisThread(): Promise<SessionConnection> {
    return SessionConnection.#open((session) => session.connect());
  }

  /** Connects from a worker to the main thread. */
  static async toMainThread(): Promise<SessionConnection> {
    return SessionConnection.#open((session) => session.connectToMainThread());
  }

  static async #open(connect: (session: Session) => void): Promise<SessionConnection> {
    try {
      // Got when it is used: a Node built without the inspector has no such module.
      const session = new (process.getBuiltinModule("node:inspector").Session)();
      connect(session);
      return new SessionConnection(session);
    } catch (error) {
      throw new TargetError(
        "inspector-not-answering",
        `this process has no inspector (${(error as Error).message}): run a Node.js that was built with it`,
        { cause: error },
      );
    }
  }

  send<T = unknown>(method: string, params: object = {}, options: SendOptions = {}): Promise<T> {
    if (this.#ended !== null) return Promise.reject(lost(method, this.#ended));
    return new Promise<T>((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.#rejects.delete(fail);
      };
      const fail = (error: Error): void => {
        settle();
        reject(error);
      };
      const timer =
        options.timeoutMs === undefined
          ? undefined
          : setTimeout(() => fail(late(method, options.timeoutMs)), options.timeoutMs);
      this.#rejects.add(fail);
      this.#session.post(method, params, (error, result) => {
        if (error !== null) return fail(refused(method, error));
        settle();
        resolve(result as T);
      });
    });
  }

  on(event: string, listener: (params: unknown) => void): () => void {
    const heard = (message: { readonly params?: unknown }): void => listener(message.params);
    this.#session.on(event, heard);
    return () => void this.#session.off(event, heard);
  }

  /** A session of this process ends with it, without a word to say. */
  async leaveWithTarget(): Promise<void> {}

  /** Drops the connection; what is outstanding rejects with `connection-lost`. */
  async close(): Promise<void> {
    if (this.#ended !== null) return;
    const reason = "the session was closed";
    this.#ended = reason;
    this.#session.disconnect();
    for (const reject of this.#rejects) reject(lost("a call", reason));
    this.#end(reason);
  }
}

function refused(method: string, error: Error): TargetError {
  return new TargetError("protocol-error", `${method} was refused: ${error.message.replace(REFUSED, "")}`, {
    cause: error,
  });
}

function lost(method: string, reason: string): TargetError {
  return new TargetError("connection-lost", `${method} was not answered: ${reason}`);
}

function late(method: string, timeoutMs: number | undefined): TargetError {
  return new TargetError("call-timed-out", `${method} was not answered within ${timeoutMs} ms: try again`);
}

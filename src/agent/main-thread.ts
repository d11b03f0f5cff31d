import { SessionConnection, TargetError, type Connection } from "#target";

/** Of one call that should be answered as soon as the main thread reaches its next loop or call. */
export const CALL_TIMEOUT_MS = 20_000;

interface MainThreadOptions {
  readonly inThread: boolean;
  readonly inspectable: boolean;
}

/**
 * The main thread, as the agent reaches it. Connections are held only while something is asked: one that is open when
 * the process exits makes Node print a line about a debugger.
 */
export class MainThread {
  /** Whether the agent runs on the main thread itself, for want of workers. */
  readonly inThread: boolean;
  readonly #open = new Set<Connection>();
  readonly #inspectable: boolean;
  readonly #onUse: (open: number) => void;

  /** `onUse` hears how many connections are open whenever that changes. */
  constructor({ inThread, inspectable }: MainThreadOptions, onUse: (open: number) => void) {
    this.inThread = inThread;
    this.#inspectable = inspectable;
    this.#onUse = onUse;
  }

  /** Runs work over a connection of its own. */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  }

  /** A connection for the caller to close. */
  async connect(): Promise<Connection> {
    if (!this.#inspectable) throw notInspectable();
    // Said before it is so: whoever waits for the last one to go must not miss one that is being made.
    this.#onUse(this.#open.size + 1);
    try {
      const connection = await (this.inThread
        ? SessionConnection.toThisThread()
        : SessionConnection.toMainThread());
      this.#open.add(connection);
      void connection.closed.then(() => this.#forget(connection));
      return connection;
    } finally {
      this.#onUse(this.#open.size);
    }
  }

  #forget(connection: Connection): void {
    this.#open.delete(connection);
    this.#onUse(this.#open.size);
  }

  /** Ends every connection at once, where nothing can be waited for. */
  closeNow(): void {
    for (const connection of this.#open) void connection.close();
    this.#open.clear();
    this.#onUse(0);
  }
}

function notInspectable(): TargetError {
  return new TargetError(
    "inspector-not-answering",
    "this process lets nobody look into it: run it with --allow-inspector beside --permission, and a Node.js that has an inspector",
  );
}

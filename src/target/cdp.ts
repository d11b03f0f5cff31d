import { TargetError } from "./target-error.ts";
import { wakingTimeout } from "./waking-timeout.ts";
import { WebSocketConnection, type WebSocketOptions } from "./websocket.ts";

export interface SendOptions {
  /** Reject when no answer came within this time; without it a call waits until the connection ends. */
  readonly timeoutMs?: number;
}

/** Speaks the Chrome DevTools protocol with one isolate: a process's main thread, or one of its workers. */
export interface Protocol {
  /** Calls a method; rejects with a TargetError: `protocol-error`, `call-timed-out` or `connection-lost`. */
  send<T = unknown>(method: string, params?: object, options?: SendOptions): Promise<T>;
  /** Listens to an event such as `HeapProfiler.heapStatsUpdate`; returns the function that stops it. */
  on(event: string, listener: (params: unknown) => void): () => void;
}

/** A protocol with a life of its own: over an inspector's socket, or a session of this very process. */
export interface Connection extends Protocol {
  /** Resolves with the reason when the connection has ended; never rejects. */
  readonly closed: Promise<string>;
  /** Drops the connection as soon as the target wants to end. */
  leaveWithTarget(): Promise<void>;
  /** Drops the connection; what is outstanding rejects with `connection-lost`. */
  close(): Promise<void>;
}

interface Outstanding {
  readonly method: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** What the other side says: an answer when it has an id, an event when not. */
export interface ProtocolMessage {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
  readonly method?: string;
  readonly params?: unknown;
}

/** Matches answers with calls and hands events on, over any way to carry the messages. */
export class ProtocolExchange implements Protocol {
  readonly #transmit: (message: string) => void;
  readonly #outstanding = new Map<number, Outstanding>();
  readonly #listeners = new Map<string, Set<(params: unknown) => void>>();
  #lastId = 0;
  #ended: string | null = null;

  constructor(transmit: (message: string) => void) {
    this.#transmit = transmit;
  }

  send<T = unknown>(method: string, params: object = {}, options: SendOptions = {}): Promise<T> {
    if (this.#ended !== null) return Promise.reject(lost(method, this.#ended));
    const id = ++this.#lastId;
    return new Promise<T>((resolve, reject) => {
      const stopWaiting =
        options.timeoutMs === undefined
          ? undefined
          : wakingTimeout(() => this.#expire(id, options), options.timeoutMs);
      this.#outstanding.set(id, {
        method,
        resolve: (result) => {
          stopWaiting?.();
          resolve(result as T);
        },
        reject: (error) => {
          stopWaiting?.();
          reject(error);
        },
      });
      this.#transmit(JSON.stringify({ id, method, params }));
    });
  }

  on(event: string, listener: (params: unknown) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Takes one message from the other side. */
  receive(message: ProtocolMessage): void {
    if (message.id === undefined) {
      for (const listener of this.#listeners.get(message.method ?? "") ?? []) listener(message.params);
      return;
    }
    const call = this.#outstanding.get(message.id);
    this.#outstanding.delete(message.id);
    if (call === undefined) return;
    if (message.error === undefined) call.resolve(message.result);
    else
      call.reject(new TargetError("protocol-error", `${call.method} was refused: ${message.error.message}`));
  }

  /** Rejects what is outstanding and everything sent from now on. */
  end(reason: string): void {
    this.#ended ??= reason;
    const calls = [...this.#outstanding.values()];
    this.#outstanding.clear();
    for (const call of calls) call.reject(lost(call.method, reason));
  }

  #expire(id: number, options: SendOptions): void {
    const call = this.#outstanding.get(id);
    this.#outstanding.delete(id);
    call?.reject(
      new TargetError(
        "call-timed-out",
        `${call.method} was not answered within ${options.timeoutMs} ms: try again`,
      ),
    );
  }
}

function lost(method: string, reason: string): TargetError {
  return new TargetError("connection-lost", `${method} was not answered: ${reason}`);
}

/** A connection to an inspector (`ws://host:port/uuid`). */
export class Cdp implements Connection {
  /** Resolves with the reason when the connection has ended; never rejects. */
  readonly closed: Promise<string>;
  readonly #socket: WebSocketConnection;
  readonly #exchange: ProtocolExchange;

  private constructor(socket: WebSocketConnection) {
    this.#socket = socket;
    this.#exchange = new ProtocolExchange((message) => socket.sendText(message));
    socket.onText = (text) => this.#receive(text);
    this.closed = socket.closed.then((reason) => {
      this.#exchange.end(reason);
      return reason;
    });
  }

  /** Connects; rejects with `inspector-not-answering`. */
  static async connect(url: string, options: WebSocketOptions = {}): Promise<Cdp> {
    try {
      return new Cdp(await WebSocketConnection.open(url, options));
    } catch (error) {
      throw new TargetError(
        "inspector-not-answering",
        `no inspector answers at ${url} (${(error as Error).message}): check the address`,
        { cause: error },
      );
    }
  }

  send<T = unknown>(method: string, params?: object, options?: SendOptions): Promise<T> {
    return this.#exchange.send<T>(method, params, options);
  }

  on(event: string, listener: (params: unknown) => void): () => void {
    return this.#exchange.on(event, listener);
  }

  #receive(text: string): void {
    try {
      this.#exchange.receive(JSON.parse(text) as ProtocolMessage);
    } catch (error) {
      this.#exchange.end(`what it says is not the inspector's protocol (${(error as Error).message})`);
      void this.#socket.close();
    }
  }

  /** Drops the connection as soon as the target wants to end: Node waits for its clients to leave before it does. */
  async leaveWithTarget(): Promise<void> {
    this.on("NodeRuntime.waitingForDisconnect", () => void this.close());
    await this.send("NodeRuntime.notifyWhenWaitingForDisconnect", { enabled: true });
  }

  /** Drops the connection; what is outstanding rejects with `connection-lost`. */
  async close(): Promise<void> {
    await this.#socket.close();
    await this.closed;
  }
}

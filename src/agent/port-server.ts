import type { AgentRequest, Answer } from "./answer.ts";
import type { FromAgent, Port, ToAgent, WireRequest } from "./wire.ts";

/** Answers the requests that handlers mounted in the program hand on. */
export class PortServer {
  readonly #port: Port<ToAgent, FromAgent>;
  readonly #respond: (request: AgentRequest) => Promise<Answer>;
  readonly #open = new Map<number, AbortController>();

  constructor(port: Port<ToAgent, FromAgent>, respond: (request: AgentRequest) => Promise<Answer>) {
    this.#port = port;
    this.#respond = respond;
  }

  take(id: number, request: WireRequest): void {
    void this.#answer(id, request);
  }

  /** The client has gone. */
  abort(id: number): void {
    this.#open.get(id)?.abort();
  }

  async #answer(id: number, request: WireRequest): Promise<void> {
    const gone = new AbortController();
    this.#open.set(id, gone);
    const query = new URLSearchParams(request.query);
    let whole = true;
    try {
      const { status, headers, body } = await this.#respond({ ...request, query, signal: gone.signal });
      this.#port.postMessage({ kind: "head", id, status, headers });
      const chunks = typeof body === "string" || body instanceof Uint8Array ? [body] : body;
      for await (const chunk of chunks) {
        if (gone.signal.aborted) break;
        this.#port.postMessage({ kind: "chunk", id, chunk });
      }
    } catch {
      whole = false; // It broke off in the middle: the client must not take a part for the whole.
    } finally {
      this.#open.delete(id);
      this.#port.postMessage({ kind: "end", id, whole });
    }
  }
}

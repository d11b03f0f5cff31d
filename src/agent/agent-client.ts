import type { AgentRequest, Answer } from "./answer.ts";
import { Pieces } from "./pieces.ts";
import type { FromAgent, Port, ToAgent } from "./wire.ts";

interface Waiting {
  readonly answer: (answer: Answer) => void;
  readonly body: Pieces;
}

/** The program's side of the port: hands requests on and gathers the answers. */
export class AgentClient {
  readonly #port: Port<FromAgent, ToAgent>;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended = false;

  constructor(port: Port<FromAgent, ToAgent>) {
    this.#port = port;
  }

  /** The agent's answer; 503 once it has ended. */
  respond(request: AgentRequest): Promise<Answer> {
    if (this.#ended) return Promise.resolve(gone());
    const id = ++this.#lastId;
    const { method, path, query, headers, body, from, signal } = request;
    return new Promise((answer) => {
      this.#waiting.set(id, { answer, body: new Pieces() });
      signal.addEventListener("abort", () => this.#abort(id), { once: true });
      const wire = { method, path, query: query.toString(), headers, body, from };
      this.#port.postMessage({ kind: "request", id, request: wire });
    });
  }

  /** Takes what the agent sends. */
  receive(message: FromAgent): void {
    if (!("id" in message)) return;
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    const { answer, body } = waiting;
    if (message.kind === "head")
      answer({ status: message.status, headers: message.headers, body: body.read() });
    else if (message.kind === "chunk") body.add(message.chunk);
    else {
      this.#waiting.delete(message.id);
      if (message.whole) body.end();
      else body.fail(brokenOff());
    }
  }

  /** The agent has ended: nothing more will come. */
  end(): void {
    this.#ended = true;
    for (const { answer, body } of this.#waiting.values()) {
      answer(gone());
      body.fail(brokenOff());
    }
    this.#waiting.clear();
  }

  #abort(id: number): void {
    if (!this.#waiting.has(id)) return;
    this.#waiting.delete(id);
    this.#port.postMessage({ kind: "abort", id });
  }
}

function brokenOff(): Error {
  return new Error("the answer broke off");
}

function gone(): Answer {
  const headers = { "Content-Type": "text/plain; charset=utf-8", "X-Go-Pprof": "1" };
  return { status: 503, headers, body: "the agent has ended in this process\n" };
}

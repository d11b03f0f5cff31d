import { httpGet, HttpStatusError } from "./http-get.ts";
import { pprofAddress, type PprofAddress } from "./pprof-address.ts";
import { readLines } from "./http-lines.ts";
import { TargetError } from "./target-error.ts";

const OURS = "debug/sawtooth/";
const ANSWER_TIMEOUT_MS = 10_000;
const LARGEST_INDEX = 1 << 16;

/** A service that has our agent in it, reached over HTTP. */
export class AgentTarget {
  /** Its `/debug/sawtooth/`, without credentials. */
  readonly url: string;
  readonly #address: PprofAddress;

  private constructor(address: PprofAddress) {
    this.#address = address;
    this.url = new URL(`../../${OURS}`, address.base).href;
  }

  /** The agent at an address a user gave; null where something else answers, or nothing. */
  static async open(text: string, signal?: AbortSignal): Promise<AgentTarget | null> {
    const target = new AgentTarget(pprofAddress(text));
    try {
      const { body } = await httpGet(target.#endpoint(""), {
        headers: target.#address.headers,
        timeoutMs: ANSWER_TIMEOUT_MS,
        maximumBytes: LARGEST_INDEX,
        signal,
      });
      const index = JSON.parse(new TextDecoder().decode(body)) as { readonly agent?: unknown } | null;
      return index?.agent === "sawtooth" ? target : null;
    } catch (error) {
      signal?.throwIfAborted();
      // Whatever is wrong, a service with Go's profiles says it in its own words when those are asked for.
      if (error instanceof HttpStatusError || error instanceof TargetError || error instanceof SyntaxError)
        return null;
      throw error;
    }
  }

  /**
   * Has the agent look for leaks for a time, and yields what it tells: `{ progress }` again and again, and `{ finding }`
   * at the end. Throws a TargetError with the agent's own words when it does not.
   */
  async *leaks(windowMs: number, signal?: AbortSignal): AsyncGenerator {
    const url = this.#endpoint("leaks", { seconds: String(windowMs / 1000) });
    const headers = { ...this.#address.headers, accept: "application/x-ndjson" };
    for await (const line of readLines(url, { headers, signal })) yield JSON.parse(line) as unknown;
  }

  /** Has the look that is under way end with what it has seen. */
  async endEarly(): Promise<void> {
    const url = this.#endpoint("leaks", { end: "1" });
    await fetch(url, { method: "POST", headers: this.#address.headers }).then((answer) => answer.text());
  }

  #endpoint(name: string, parameters: Record<string, string> = {}): URL {
    const url = new URL(name, this.url);
    url.search = new URLSearchParams([...this.#address.query, ...Object.entries(parameters)]).toString();
    return url;
  }
}

import { Refusal } from "./answer.ts";

/** Lets one costly piece of work through at a time; who comes meanwhile is told when to come again. */
export class Turnstile {
  readonly #what: string;
  #busyUntilMs: number | null = null;

  /** `what` is what is under way, as the refused are told: `a CPU profile`. */
  constructor(what: string) {
    this.#what = what;
  }

  /** Runs the work, or throws a Refusal with status 429 while other work of the kind runs. */
  async pass<T>(expectedMs: number, work: () => Promise<T>, refusal?: string): Promise<T> {
    if (this.#busyUntilMs !== null) {
      const seconds = Math.max(1, Math.ceil((this.#busyUntilMs - performance.now()) / 1000));
      throw new Refusal(429, refusal ?? `${this.#what} is under way: try again in ${seconds} s`, {
        "Retry-After": String(seconds),
      });
    }
    this.#busyUntilMs = performance.now() + expectedMs;
    try {
      return await work();
    } finally {
      this.#busyUntilMs = null;
    }
  }
}

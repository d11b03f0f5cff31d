import { findInProcess, type Progress } from "#find";
import { attachToOwnProcess } from "#target";
import type { Finding } from "#verdict";
import type { MainThread } from "./main-thread.ts";
import { Turnstile } from "./turnstile.ts";

export interface LeakLookOptions {
  readonly windowMs: number;
  /** Ends the look without an answer: nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Has the look answer from what it has seen by then. */
  readonly until?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Looks at the process for leaks as `sawtooth find` does, one look at a time. */
export class LeakLook {
  readonly #mainThread: MainThread;
  readonly #turnstile = new Turnstile("a look for leaks");
  #current: AbortController | null = null;

  constructor(mainThread: MainThread) {
    this.#mainThread = mainThread;
  }

  /** Throws a Refusal while another look is under way, and the signal's reason once it is aborted. */
  run({ windowMs, signal, until = signal, onProgress }: LeakLookOptions): Promise<Finding> {
    return this.#turnstile.pass(windowMs, async () => {
      const early = new AbortController();
      this.#current = early;
      try {
        const target = await attachToOwnProcess(await this.#mainThread.connect());
        try {
          const finding = await findInProcess(target, {
            windowMs,
            signal: AbortSignal.any([signal, until, early.signal]),
            ...(onProgress && { onProgress }),
          });
          signal.throwIfAborted();
          return finding;
        } finally {
          await target.close();
        }
      } finally {
        this.#current = null;
      }
    });
  }

  /** Has the look that is under way answer from what it has seen so far; false when there is none. */
  endEarly(): boolean {
    this.#current?.abort();
    return this.#current !== null;
  }
}

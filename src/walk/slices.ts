import type { Cost } from "./protocol.ts";

/**
 * Runs long work on a live event loop: a slice of at most `sliceMs`, then as long again for the program.
 * Timers are unref'd, so that the work never keeps a process alive that wants to end.
 */
export class Slices {
  readonly #sliceMs: number;
  #busyMs = 0;
  #longestMs = 0;

  constructor(sliceMs: number) {
    this.#sliceMs = sliceMs;
  }

  get cost(): Cost {
    return { busyMs: this.#busyMs, longestMs: this.#longestMs };
  }

  /** Times one piece of work that cannot be divided. */
  whole<T>(work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.#account(performance.now() - start);
    }
  }

  /** Drives `work` to its end; each `yield` is a place where the loop may be given back. */
  async run(work: Iterator<void>): Promise<void> {
    for (;;) {
      const start = performance.now();
      let done = false;
      while (!done && performance.now() - start < this.#sliceMs) done = work.next().done === true;
      const took = performance.now() - start;
      this.#account(took);
      if (done) return;
      await new Promise<void>((resolve) => void setTimeout(resolve, Math.max(1, took)).unref());
    }
  }

  #account(ms: number): void {
    this.#busyMs += ms;
    if (ms > this.#longestMs) this.#longestMs = ms;
  }
}

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
    const since = start();
    try {
      return work();
    } finally {
      this.#account(took(since));
    }
  }

  /** Drives `work` to its end; each `yield` is a place where the loop may be given back. */
  async run(work: Iterator<void>): Promise<void> {
    for (;;) {
      const since = start();
      let done = false;
      while (!done && performance.now() - since.wallMs < this.#sliceMs) done = work.next().done === true;
      const heldMs = took(since);
      this.#account(heldMs);
      if (done) return;
      await new Promise<void>((resolve) => void setTimeout(resolve, Math.max(1, heldMs)).unref());
    }
  }

  #account(ms: number): void {
    this.#busyMs += ms;
    if (ms > this.#longestMs) this.#longestMs = ms;
  }
}

interface Start {
  readonly wallMs: number;
  readonly cpu: NodeJS.CpuUsage;
}

function start(): Start {
  return { wallMs: performance.now(), cpu: process.cpuUsage() };
}

/**
 * How long the thread was held since then: never more than all threads of the process worked meanwhile, as on a busy machine
 * the rest is waiting for a processor, which the program would have done without us too.
 */
function took({ wallMs, cpu }: Start): number {
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(performance.now() - wallMs, (user + system) / 1000);
}

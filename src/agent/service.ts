import { ProcessProfiler, StallWatch } from "#sampler";
import { requireAccess } from "./access.ts";
import { Addresses } from "./addresses.ts";
import { Refusal, refusalAnswer, type AgentRequest, type Answer } from "./answer.ts";
import { explain } from "./explain.ts";
import { HeapReads } from "./heap-reads.ts";
import { LeakLook } from "./leak-look.ts";
import type { MainThread } from "./main-thread.ts";
import { MemorySeries } from "./memory-series.ts";
import type { AgentOptions } from "./options.ts";
import { BEAT_MS, lastBeat, nowMs, type Pulse } from "./pulse.ts";
import { routeOf } from "./routes.ts";
import type { Surroundings } from "./surroundings.ts";
import { Turnstile } from "./turnstile.ts";

/** The agent without its ways in: takes requests, gives answers. */
export class Service {
  readonly #surroundings: Surroundings;

  constructor(options: AgentOptions, mainThread: MainThread, pulse: Pulse) {
    const profiler = new ProcessProfiler({ connect: () => mainThread.connect() });
    this.#surroundings = {
      options,
      mainThread,
      pulse,
      profiler,
      heapReads: new HeapReads((gc) => profiler.heap({ gc })),
      stalls: new StallWatch({
        connect: () => mainThread.connect(),
        lastBeat: () => lastBeat(pulse),
        now: nowMs,
        beatMs: BEAT_MS,
      }),
      series: new MemorySeries(pulse),
      addresses: new Addresses(),
      leakLook: new LeakLook(mainThread),
      turnstiles: {
        cpu: new Turnstile("a CPU profile"),
        walk: new Turnstile("a walk through the program's data"),
        snapshot: new Turnstile("a snapshot"),
        precise: new Turnstile("a precise profile"),
      },
    };
  }

  get surroundings(): Surroundings {
    return this.#surroundings;
  }

  /** Answers a request; never throws. */
  async respond(request: AgentRequest): Promise<Answer> {
    try {
      requireAccess(request, this.#surroundings.options);
      return await routeOf(request)(this.#surroundings, request);
    } catch (error) {
      return refusalAnswer(error instanceof Refusal ? error : explain(error));
    }
  }

  stop(): void {
    this.#surroundings.stalls.stop();
    this.#surroundings.series.stop();
    this.#surroundings.mainThread.closeNow();
  }
}

import type { ProcessProfiler, StallWatch } from "#sampler";
import type { AgentRequest, Answer } from "./answer.ts";
import type { Addresses } from "./addresses.ts";
import type { HeapReads } from "./heap-reads.ts";
import type { LeakLook } from "./leak-look.ts";
import type { MainThread } from "./main-thread.ts";
import type { MemorySeries } from "./memory-series.ts";
import type { AgentOptions } from "./options.ts";
import type { Pulse } from "./pulse.ts";
import type { Turnstile } from "./turnstile.ts";

/** What the endpoints answer from. */
export interface Surroundings {
  readonly options: AgentOptions;
  readonly mainThread: MainThread;
  readonly pulse: Pulse;
  readonly profiler: ProcessProfiler;
  readonly heapReads: HeapReads;
  readonly stalls: StallWatch;
  readonly series: MemorySeries;
  readonly addresses: Addresses;
  readonly leakLook: LeakLook;
  readonly turnstiles: {
    readonly cpu: Turnstile;
    readonly walk: Turnstile;
    readonly snapshot: Turnstile;
    readonly precise: Turnstile;
  };
}

/** Answers one kind of request; throws a Refusal, or what went wrong. */
export type Endpoint = (surroundings: Surroundings, request: AgentRequest) => Promise<Answer>;

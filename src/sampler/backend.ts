import type { BackendName } from "./sampler-options.ts";

/** How often, and how deep, a backend samples. */
export interface Sampling {
  readonly intervalBytes: number;
  readonly stackDepth: number;
}

/** A way to have V8 sample allocations in the thread this runs in. V8 has one sampler for each isolate. */
export interface Backend {
  readonly name: BackendName;
  /** Whether each reading forces a full collection, about a millisecond of pause per megabyte of heap. */
  readonly forcesCollection: boolean;
  /** Starts sampling; throws when it cannot. */
  start(sampling: Sampling): void;
  /** Stops it without reading it. Does nothing when it runs no longer. */
  stop(): void;
  /** Lets go of it without stopping, because what runs now belongs to somebody else. */
  abandon(): void;
}

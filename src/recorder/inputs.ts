import type { Profile } from "#profile";
import type { Finding } from "#verdict";

/** Memory of the program's main thread, bytes. */
export interface MemoryReading {
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
  /** Heap in use right after the newest full collection; null before the first that was seen. */
  readonly heapAfterGc: number | null;
}

/** A look for leaks that the recorder asks for. */
export interface LookWanted {
  /** How long to look, milliseconds. */
  readonly windowMs: number;
  /** Ends the look sooner, with what it has seen. */
  readonly until: AbortSignal;
}

/** What the recorder is fed with. It runs in the agent's worker; each function asks the main thread through its session. */
export interface RecorderInputs {
  /** The live heap now, with `inuse_space`; null when there is no sampler to read. May force a collection: calls are budgeted. */
  readonly profile: () => Promise<Profile | null>;
  /** Memory now. Asked every 0.1 to 0.5 s, by the size of the heap, and up to fifty times a second when it nears its limit. */
  readonly memory: () => Promise<MemoryReading>;
  /**
   * What the program leaks, as far as a look at it tells; null when there is nothing to say. Asked seldom, for it costs the
   * most, and only while memory grows.
   */
  readonly finding?: (look: LookWanted) => Promise<Finding | null>;
}

/** What only the main thread knows of a process when it starts; `describeProcess` tells it. */
export interface ProcessDescription {
  /** What a person would call it: `node server.js`. */
  readonly program: string;
  /** What V8 lets the old generation of the main thread grow to, bytes; null when not known. */
  readonly heapLimitBytes: number | null;
  /** Where Node leaves a heap profile of its own when the heap limit is reached; null when it does not. */
  readonly nativeProfiles: string | null;
}

import type { BackendName } from "./sampler-options.ts";

/** A time after which objects allocated before are missing from the heap profile. */
export interface Gap {
  readonly atMs: number;
  /** Such as `the interval was widened from 512 KiB to 1 MiB`. */
  readonly why: string;
}

/** What samples a thread's allocations. */
export interface SamplerState {
  /** `foreign` when it was started by somebody else, null when nothing samples. */
  readonly backend: BackendName | "foreign" | null;
  /** Whether a reading forces a full collection; null when not known, for a foreign one. */
  readonly forcesCollection: boolean | null;
  /** Mean bytes between samples that ours was started with. */
  readonly intervalBytes: number;
  /** Counts the runs: 1 for the first. */
  readonly generation: number;
  readonly startedAtMs: number;
  /** How often objects were lost sight of, and the latest times. */
  readonly gapCount: number;
  readonly gaps: readonly Gap[];
  readonly stopped: boolean;
}

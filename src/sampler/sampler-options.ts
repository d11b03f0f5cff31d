/** How memory is sampled. */
export interface SamplerOptions {
  /** Mean bytes between two samples; 512 KiB when left out. */
  readonly intervalBytes?: number;
  /** Frames kept of a stack; 64 when left out. */
  readonly stackDepth?: number;
  /** Widen the interval when the program allocates so fast that sampling would cost more than 1 % of its CPU time; on by default. */
  readonly adaptive?: boolean;
  /** Also sample the bytes of Buffers and ArrayBuffers, which lie outside V8's heap, with the stacks that allocated them. */
  readonly external?: boolean;
  /** Also keep the stacks that made the resources a program has open (timers, sockets, requests …). */
  readonly resourceStacks?: boolean;
  /** Which samplers may be used; all by default, the first that is there. */
  readonly backends?: readonly BackendName[];
  /** Told what the user should know, one line each; nothing is printed. */
  readonly onNote?: (note: string) => void;
}

/**
 * What samples: `v8` is `v8.startHeapProfile` (Node 26 and later), `datadog` the addon of `@datadog/pprof` when the
 * program has it installed, `inspector` the inspector, where each reading forces a full collection.
 */
export type BackendName = "v8" | "datadog" | "inspector";

/**
 * 512 KiB, but for 128 bytes. V8 says of a sample how many bytes it stands for and not of how many objects; at this
 * interval the two tell most about each other (the mean error over sizes up to 512 bytes is 19 %, at 512 KiB 52 %).
 */
export const DEFAULT_INTERVAL = 524_160;
export const DEFAULT_STACK_DEPTH = 64;

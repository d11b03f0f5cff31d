import type { Session } from "node:inspector";
import { AdaptiveInterval } from "./adaptive-interval.ts";
import type { Backend } from "./backend.ts";
import type { OpenResources } from "./census.ts";
import { datadogBackend } from "./datadog-backend.ts";
import { watchExternal } from "./external-patches.ts";
import { ExternalSampler, type ExternalRow } from "./external-sampler.ts";
import { inspectorBackend } from "./inspector-backend.ts";
import { isSampling } from "./local-session.ts";
import { ResourceStacks } from "./resource-stacks.ts";
import type { Gap, SamplerState } from "./sampler-state.ts";
import {
  DEFAULT_INTERVAL,
  DEFAULT_STACK_DEPTH,
  type BackendName,
  type SamplerOptions,
} from "./sampler-options.ts";
import { v8Backend } from "./v8-backend.ts";

/** Gaps that are kept word for word; of more only the number is. */
const GAPS_KEPT = 20;

/**
 * The sampler of the thread it is started in. What reads it, in a worker or here, reaches it through the inspector: see
 * `ProcessProfiler`. A sampler that somebody else has started already is used and never stopped.
 */
export class MainSampler {
  readonly #options: SamplerOptions;
  readonly #candidates: readonly (() => Backend | null)[];
  #intervalBytes: number;
  #backend: Backend | null = null;
  #foreign = false;
  #generation = 0;
  #startedAtMs = 0;
  #gapCount = 0;
  readonly #gaps: Gap[] = [];
  readonly #resourceStacks: ResourceStacks | null;
  readonly #external: ExternalSampler | null;
  readonly #unwatchExternal: () => void;
  readonly #adaptive: AdaptiveInterval | null;
  #stopped = false;

  constructor(options: SamplerOptions) {
    this.#options = options;
    this.#intervalBytes = options.intervalBytes ?? DEFAULT_INTERVAL;
    const known: Record<BackendName, () => Backend | null> = {
      v8: v8Backend,
      datadog: () => datadogBackend(process.cwd()),
      inspector: () => inspectorBackend(openSession),
    };
    this.#candidates = (options.backends ?? (["v8", "datadog", "inspector"] as const)).map(
      (name) => known[name],
    );
    this.#resourceStacks = options.resourceStacks === true ? new ResourceStacks() : null;
    this.#external = options.external === true ? new ExternalSampler(this.#intervalBytes) : null;
    const external = this.#external;
    this.#unwatchExternal =
      external === null ? () => {} : watchExternal((...allocation) => external.allocated(...allocation));
    this.#begin();
    this.#adaptive =
      options.adaptive === false
        ? null
        : new AdaptiveInterval(
            () => this.#intervalBytes,
            (wider) => this.#widen(wider),
          );
  }

  /** What the thread has open, with the stacks that made it; empty without the option `resourceStacks`. */
  resources(): OpenResources[] {
    return this.#resourceStacks?.resources() ?? [];
  }

  /** Buffers and ArrayBuffers that live, by the stack that allocated them; null without the option `external`. */
  external(): ExternalRow[] | null {
    return this.#external?.rows() ?? null;
  }

  /** What runs and since when, as plain data: it is asked for over the inspector, also while the thread is stuck. */
  state(): SamplerState {
    return {
      backend: this.#foreign ? "foreign" : (this.#backend?.name ?? null),
      forcesCollection: this.#foreign ? null : (this.#backend?.forcesCollection ?? null),
      intervalBytes: this.#intervalBytes,
      generation: this.#generation,
      startedAtMs: this.#startedAtMs,
      gapCount: this.#gapCount,
      gaps: [...this.#gaps],
      stopped: this.#stopped,
    };
  }

  /** Starts anew after the sampler was lost, and notes the gap. */
  restart(why: string, intervalBytes: number = this.#intervalBytes): void {
    if (this.#stopped) return;
    if (!this.#foreign) this.#backend?.stop();
    this.#intervalBytes = intervalBytes;
    this.#begin();
    this.#mark(why);
  }

  /** Notes that what runs now was started by somebody else after ours was stopped. */
  takenOver(why: string): void {
    this.#backend?.abandon();
    this.#backend = null;
    this.#foreign = true;
    this.#generation++;
    this.#startedAtMs = Date.now();
    this.#mark(why);
  }

  /** Stops sampling, unless somebody else had started it. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#resourceStacks?.stop();
    this.#adaptive?.stop();
    this.#unwatchExternal();
    if (!this.#foreign) this.#backend?.stop();
    this.#backend = null;
  }

  #widen(intervalBytes: number): void {
    if (this.#foreign || this.#backend === null) return;
    const [from, to] = [this.#intervalBytes, intervalBytes].map((bytes) => `${Math.round(bytes / 1024)} KiB`);
    this.restart(`the program allocates fast: the interval was widened from ${from} to ${to}`, intervalBytes);
  }

  #begin(): void {
    this.#generation++;
    this.#startedAtMs = Date.now();
    this.#backend = null;
    this.#foreign = someoneSamples();
    if (this.#foreign) return;
    for (const candidate of this.#candidates) {
      const backend = candidate();
      if (backend === null) continue;
      try {
        backend.start({
          intervalBytes: this.#intervalBytes,
          stackDepth: this.#options.stackDepth ?? DEFAULT_STACK_DEPTH,
        });
        this.#backend = backend;
        return;
      } catch (error) {
        this.#options.onNote?.(`the ${backend.name} sampler does not start (${(error as Error).message})`);
      }
    }
    this.#options.onNote?.("no sampler starts in this process: its heap profiles will be empty");
  }

  #mark(why: string): void {
    this.#gapCount++;
    this.#gaps.push({ atMs: Date.now(), why });
    if (this.#gaps.length > GAPS_KEPT) this.#gaps.shift();
  }
}

/** Whether a sampler runs that we have not started. */
function someoneSamples(): boolean {
  let session: Session;
  try {
    session = openSession();
  } catch {
    return false; // A Node without inspector: nobody could.
  }
  try {
    return isSampling(session);
  } finally {
    session.disconnect();
  }
}

/** Got when first used: a Node built without the inspector has no such module. */
function openSession(): Session {
  const { Session } = process.getBuiltinModule("node:inspector");
  const session = new Session();
  session.connect();
  return session;
}

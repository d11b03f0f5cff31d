import type { Profile } from "#profile";
import type { Connection } from "#target";
import { AllocationLedger } from "./allocation-ledger.ts";
import { resourceCensus } from "./census.ts";
import { cpuLook } from "./cpu-look.ts";
import { evaluate } from "./evaluate.ts";
import { collectBeforeReading } from "./full-collection.ts";
import type { ExternalRow } from "./external-sampler.ts";
import { heapProfile, type ProfileOrigin } from "./heap-profile.ts";
import { ask, readHeap, samplerState, type HeapReading } from "./heap-reading.ts";
import { memorySplit, type MemorySplit } from "./memory-split.ts";
import { withOriginalPlaces, type OriginalOf } from "./original-places.ts";
import { pause } from "./pause.ts";
import { PreciseWindow } from "./precise-window.ts";
import { readingComments, versionComments } from "./reading-comments.ts";
import { sampledInterval } from "./sampled-interval.ts";
import type { SamplerState } from "./sampler-state.ts";
import { sourcePlaces } from "./source-places.ts";
import { allocatedBetween } from "./window-profile.ts";

/** How to reach the thread that is profiled, and what it runs. */
export interface ProfilerOptions {
  /** Connects to the thread; it is called for each look, and what it gives is closed after it. */
  readonly connect: () => Promise<Connection>;
  /** Path of the program's script, the first mapping of its profiles; the process's own when left out. */
  readonly program?: string;
  /** Where a position comes from; source maps on disk are followed when left out, none at all when null. */
  readonly originalOf?: OriginalOf | null;
}

/**
 * Profiles of one thread of this process, from a worker (`connect: SessionConnection.toMainThread`) or from the thread
 * itself (`toThisThread`). It is connected only while it looks, so that a process which exits in between has nothing to
 * wait for. Heap profiles are read one after the other, the rest whenever it is asked for.
 */
export class ProcessProfiler {
  readonly #connect: () => Promise<Connection>;
  readonly #originalOf: OriginalOf | null;
  readonly #ledger = new AllocationLedger();
  #program: string | null;
  #lastReading: Promise<unknown> = Promise.resolve();

  constructor(options: ProfilerOptions) {
    this.#connect = options.connect;
    this.#program = options.program ?? null;
    this.#originalOf = options.originalOf === undefined ? sourcePlaces() : options.originalOf;
  }

  /** A profile of this thread, such as a stall watch's, in the places of the original sources. */
  inSources(profile: Profile): Promise<Profile> {
    return this.#originalOf === null
      ? Promise.resolve(profile)
      : withOriginalPlaces(profile, this.#originalOf);
  }

  /** What lives in the heap and what was allocated, by stack, in Go's sample types. With `gc` after a full collection. */
  heap(options: { readonly gc?: boolean } = {}): Promise<Profile> {
    return this.#heap("inuse_space", options.gc ?? false);
  }

  /** The same profile, shown by what was allocated. */
  allocs(): Promise<Profile> {
    return this.#heap("alloc_space", false);
  }

  /** What ran for so many milliseconds, by stack and line, a hundred samples a second. The signal rejects it. */
  cpu(ms: number, signal?: AbortSignal): Promise<Profile> {
    return this.#profile(async (connection) =>
      cpuLook(connection, ms, await this.#origin(connection), signal),
    );
  }

  /** Timers, servers, sockets, requests: what is open, as Go's goroutine profile. */
  resources(): Promise<Profile> {
    return this.#profile(async (connection) => resourceCensus(connection, await this.#origin(connection)));
  }

  /** Where the process's memory is. */
  memory(): Promise<MemorySplit> {
    return this.#look(memorySplit);
  }

  /** What samples the thread's allocations, and how much heap there is to collect when a reading forces that. */
  state(): Promise<SamplerState> {
    return this.#look(samplerState);
  }

  /**
   * What was allocated in the next `ms` milliseconds and still lives, each byte at the function that allocated it, also
   * in hot code: inlining is off meanwhile, which costs the program some percent. Throws a CoverageError where that
   * would spoil a coverage tool's counts. The signal ends the window early, and the profile is of what it saw.
   */
  precise(ms: number, signal?: AbortSignal): Promise<Profile> {
    return this.#profile(async (connection) => {
      const window = await PreciseWindow.open(connection);
      try {
        const before = await this.#oneAtATime(() => this.#read(connection));
        await pause(ms, signal);
        const after = await this.#oneAtATime(() => this.#read(connection));
        return await this.#windowProfile(connection, before, after);
      } finally {
        await window.close();
      }
    });
  }

  async #windowProfile(connection: Connection, before: HeapReading, after: HeapReading): Promise<Profile> {
    const intervalBytes = sampledInterval(after);
    const sameRun = before.state.generation === after.state.generation;
    const base = sameRun ? before.tree : { ...before.tree, samples: [] };
    const { program } = await this.#origin(connection);
    const window = { ...after, state: { ...after.state, startedAtMs: before.atMs } };
    return heapProfile(window, allocatedBetween(base, after.tree, intervalBytes), null, {
      program,
      comments: [
        ...readingComments(after, intervalBytes),
        `window: allocated in ${((after.atMs - before.atMs) / 1000).toFixed(1)} s with inlining off`,
      ],
      intervalBytes,
      defaultSampleType: "inuse_space",
    });
  }

  #heap(defaultSampleType: string, gc: boolean): Promise<Profile> {
    return this.#oneAtATime(() =>
      this.#profile(async (connection) => {
        const { program } = await this.#origin(connection);
        if (gc) await collectBeforeReading(connection);
        const reading = await this.#read(connection);
        const intervalBytes = sampledInterval(reading);
        const external = await ask<ExternalRow[]>(connection, "external()");
        return heapProfile(reading, this.#ledger.rows(reading.tree), external, {
          program,
          comments: readingComments(reading, intervalBytes),
          intervalBytes,
          defaultSampleType,
        });
      }),
    );
  }

  /** Reads the sampler and counts what is new; tells the thread when somebody else's sampler runs instead of ours. */
  async #read(connection: Connection): Promise<HeapReading> {
    const reading = await readHeap(connection);
    const { tree, state } = reading;
    if (state.backend === "foreign" || !this.#ledger.isOfAnotherRun(tree, state.generation))
      return this.#count(reading);
    await ask(connection, 'takenOver("another profiler stopped the sampler and started its own")');
    return this.#count(await readHeap(connection));
  }

  #count(reading: HeapReading): HeapReading {
    this.#ledger.add(reading.tree, reading.state.generation, sampledInterval(reading));
    return reading;
  }

  async #origin(connection: Connection): Promise<ProfileOrigin> {
    this.#program ??= await evaluate<string>(connection, "process.argv[1] ?? process.execPath");
    return { program: this.#program, comments: versionComments() };
  }

  async #profile(look: (connection: Connection) => Promise<Profile>): Promise<Profile> {
    return this.inSources(await this.#look(look));
  }

  async #look<T>(look: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.#connect();
    try {
      return await look(connection);
    } finally {
      await connection.close();
    }
  }

  #oneAtATime<T>(read: () => Promise<T>): Promise<T> {
    const reading = this.#lastReading.then(read);
    this.#lastReading = reading.catch(() => {});
    return reading;
  }
}

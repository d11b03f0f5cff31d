import type { Profile } from "#profile";
import type { Connection } from "#target";
import { AllocationLedger } from "./allocation-ledger.ts";
import { heapProfile } from "./heap-profile.ts";
import { ask, readHeap, type HeapReading } from "./heap-reading.ts";
import { readingComments } from "./reading-comments.ts";
import { sampledInterval } from "./sampled-interval.ts";

/** How to reach the thread that is profiled, and what it runs. */
export interface ProfilerOptions {
  /** Connects to the thread; it is called for each look, and what it gives is closed after it. */
  readonly connect: () => Promise<Connection>;
  /** Path of the program's script, the first mapping of its profiles; `process.argv[1]` when left out. */
  readonly program?: string;
}

/**
 * Profiles of one thread of this process, from a worker (`connect: SessionConnection.toMainThread`) or from the thread
 * itself (`toThisThread`). Looks are taken one after the other. It is connected only while it looks, so that a process
 * which exits in between has nothing to wait for.
 */
export class ProcessProfiler {
  readonly #options: ProfilerOptions;
  readonly #ledger = new AllocationLedger();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ProfilerOptions) {
    this.#options = options;
  }

  /** What lives in the heap and what was allocated, by stack, in Go's sample types. With `gc` after a full collection. */
  heap(options: { readonly gc?: boolean } = {}): Promise<Profile> {
    return this.#heap("inuse_space", options.gc ?? false);
  }

  /** The same profile, shown by what was allocated. */
  allocs(): Promise<Profile> {
    return this.#heap("alloc_space", false);
  }

  #heap(defaultSampleType: string, gc: boolean): Promise<Profile> {
    return this.#look(async (connection) => {
      if (gc) await connection.send("HeapProfiler.collectGarbage");
      const reading = await this.#read(connection);
      const intervalBytes = sampledInterval(reading);
      return heapProfile(reading, this.#ledger.rows(reading.tree), {
        program: this.#options.program ?? process.argv[1] ?? process.execPath,
        comments: readingComments(reading, process.versions, intervalBytes),
        intervalBytes,
        defaultSampleType,
      });
    });
  }

  /** Reads the sampler and counts what is new; tells the thread when somebody else's sampler runs instead of ours. */
  async #read(connection: Connection): Promise<HeapReading> {
    const reading = await readHeap(connection);
    if (
      this.#ledger.isOfAnotherRun(reading.tree, reading.state.generation) &&
      reading.state.backend !== "foreign"
    ) {
      await ask(connection, 'takenOver("another profiler stopped the sampler and started its own")');
      return this.#count(await readHeap(connection));
    }
    return this.#count(reading);
  }

  #count(reading: HeapReading): HeapReading {
    this.#ledger.add(reading.tree, reading.state.generation, sampledInterval(reading));
    return reading;
  }

  /** Connects, looks and leaves, when the looks before have ended. */
  #look<T>(look: (connection: Connection) => Promise<T>): Promise<T> {
    const done = this.#last.then(async () => {
      const connection = await this.#options.connect();
      try {
        return await look(connection);
      } finally {
        await connection.close();
      }
    });
    this.#last = done.catch(() => {});
    return done;
  }
}

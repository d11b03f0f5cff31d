import { profileOfHeapProfile, siteSeries, type Frame, type SamplingHeapProfile } from "#profile";
import type { NodeTarget } from "#target";

/** A stack that allocated, during the window, bytes that were still in use at its end. */
export interface AllocatingStack {
  readonly bytes: number;
  /** Innermost first. V8 gives the place where each function begins, not the line that allocates. */
  readonly frames: readonly Frame[];
}

/** Mean bytes between samples: 16 samples per leaked megabyte, and under 1 % of a core at 50 MB/s. */
const intervalBytes = 64 * 1024;
/**
 * Before Node 26 a sampler that the inspector started cannot be read without a full collection, which takes about a
 * millisecond per megabyte: only heaps up to this size are sampled, so that the pause stays under 20 ms.
 */
const largestCollectedHeap = 20 * 1024 * 1024;

/** A sampling allocation profile of the target's main thread, running from `start` until `read`. */
export class AllocationSampling {
  readonly #read: () => Promise<SamplingHeapProfile | null>;

  private constructor(read: () => Promise<SamplingHeapProfile | null>) {
    this.#read = read;
  }

  /** Starts sampling; null where reading would pause the target, or where somebody else is sampling already. */
  static async start(target: NodeTarget): Promise<AllocationSampling | null> {
    const withoutCollection = await target.evaluate<boolean>(
      'typeof process.getBuiltinModule("node:v8").startHeapProfile === "function"',
    );
    const read = withoutCollection ? await startInV8(target) : await startInInspector(target);
    return read === null ? null : new AllocationSampling(read);
  }

  /** Ends sampling; what was seen, most bytes first. Empty when the heap has become too large to read. */
  async read(): Promise<AllocatingStack[]> {
    const heap = await this.#read();
    if (heap === null) return [];
    return siteSeries([profileOfHeapProfile(heap, { intervalBytes })], ["inuse_space"])
      .map(({ frames, values }) => ({ frames, bytes: values[0]?.[0] ?? 0 }))
      .filter(({ bytes }) => bytes > 0)
      .toSorted((a, b) => b.bytes - a.bytes);
  }
}

type Read = () => Promise<SamplingHeapProfile | null>;

/** Node 26 and later: started by the program's side of V8, a sampler is read in a few milliseconds. */
async function startInV8(target: NodeTarget): Promise<Read | null> {
  let stop: string;
  try {
    stop = await target.evaluateHandle(
      `((profile) => () => { const running = profile; profile = undefined; return running?.stop() ?? null; })(` +
        `process.getBuiltinModule("node:v8").startHeapProfile({ sampleInterval: ${intervalBytes}, stackDepth: 64 }))`,
    );
  } catch {
    return null; // It throws while another profiler samples, which is not ours to stop.
  }
  await target.whenAbandoned(stop);
  return async () => {
    const text = await target.call<string | null>(stop, "function () { return this(); }");
    return text === null ? null : (JSON.parse(text) as SamplingHeapProfile);
  };
}

async function startInInspector(target: NodeTarget): Promise<Read | null> {
  if ((await heapUsed(target)) > largestCollectedHeap || (await isSampling(target))) return null;
  await target.cdp.send("HeapProfiler.startSampling", { samplingInterval: intervalBytes });
  return async () => {
    if ((await heapUsed(target)) <= largestCollectedHeap * 1.2) {
      const { profile } = await target.cdp.send<{ profile: SamplingHeapProfile }>(
        "HeapProfiler.stopSampling",
      );
      return profile;
    }
    // Disabling stops the sampler without the collection that reading it takes.
    await target.cdp.send("HeapProfiler.disable");
    return null;
  };
}

/** Whether anybody samples this isolate: the profile can be read by every session, and ours has not started one. */
async function isSampling(target: NodeTarget): Promise<boolean> {
  await target.cdp.send("HeapProfiler.enable");
  try {
    await target.cdp.send("HeapProfiler.getSamplingProfile");
    return true;
  } catch {
    return false;
  }
}

function heapUsed(target: NodeTarget): Promise<number> {
  return target.evaluate<number>('process.getBuiltinModule("node:v8").getHeapStatistics().used_heap_size');
}

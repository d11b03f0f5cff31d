import { profileOfHeapProfile, siteSeries, type Frame, type SamplingHeapProfile } from "#profile";
import { TargetError, type NodeTarget } from "#target";

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

/**
 * A sampling allocation profile of the target's main thread, running from `start` until `read`. Where somebody else samples
 * already, as our agent in the target does, theirs is read at both ends and what it had at the start taken off.
 */
export class AllocationSampling {
  readonly #read: Read;
  readonly #before: SamplingHeapProfile | null;

  private constructor(read: Read, before: SamplingHeapProfile | null) {
    this.#read = read;
    this.#before = before;
  }

  /** Starts sampling; null where reading would pause the target. */
  static async start(target: NodeTarget): Promise<AllocationSampling | null> {
    const before = await readWithoutPause(target);
    if (before !== null) return new AllocationSampling(() => readWithoutPause(target), before);
    const withoutCollection = await target.evaluate<boolean>(
      'typeof process.getBuiltinModule("node:v8").startHeapProfile === "function"',
    );
    const read = withoutCollection ? await startInV8(target) : await startInInspector(target);
    return read === null ? null : new AllocationSampling(read, null);
  }

  /** Ends sampling; what was seen, most bytes first. Empty when the heap has become too large to read. */
  async read(): Promise<AllocatingStack[]> {
    const after = await this.#read();
    if (after === null) return [];
    const profiles = [...(this.#before === null ? [] : [this.#before]), after].map((heap) =>
      profileOfHeapProfile(heap, { intervalBytes }),
    );
    return siteSeries(profiles, ["inuse_space"])
      .map(({ frames, values: [bytes = []] }) => ({
        frames,
        bytes: (bytes.at(-1) ?? 0) - (profiles.length > 1 ? (bytes[0] ?? 0) : 0),
      }))
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
  if ((await heapUsed(target)) > largestCollectedHeap) return null;
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

/** What is sampled by somebody else; null when nobody samples, or when reading it might take a pause. */
async function readWithoutPause(target: NodeTarget): Promise<SamplingHeapProfile | null> {
  const collects = await target.evaluate<boolean>(
    'globalThis[Symbol.for("sawtooth.sampler")]?.state().forcesCollection !== false',
  );
  if (collects && (await heapUsed(target)) > largestCollectedHeap * 1.2) return null;
  await target.cdp.send("HeapProfiler.enable");
  try {
    const answer = await target.cdp.send<{ profile: SamplingHeapProfile }>("HeapProfiler.getSamplingProfile");
    return answer.profile;
  } catch (error) {
    if (error instanceof TargetError && error.code === "protocol-error") return null;
    throw error;
  }
}

function heapUsed(target: NodeTarget): Promise<number> {
  return target.evaluate<number>('process.getBuiltinModule("node:v8").getHeapStatistics().used_heap_size');
}

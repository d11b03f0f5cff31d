import { TargetError, type NodeTarget } from "#target";
import { free, planCapture, type CapturePlan } from "./capture-plan.ts";
import { freeDisk, GrowingFile } from "./growing-file.ts";
import { HeapFileError } from "./heap-file-error.ts";

/** How far a capture is. */
export interface CaptureProgress {
  readonly phase: "collecting" | "writing";
  /** Share done of this phase, 0 to 1. */
  readonly done: number;
  /** Bytes of the snapshot received, before packing. */
  readonly bytes: number;
}

export interface TakeOptions {
  /** Told the plan; the snapshot is taken when it resolves to true. Asked only when the plan needs consent. */
  readonly consent: (plan: CapturePlan) => Promise<boolean>;
  readonly onPlan?: (plan: CapturePlan) => void;
  readonly onProgress?: (progress: CaptureProgress) => void;
  readonly signal?: AbortSignal;
}

/** What was taken. */
export interface TakenSnapshot {
  readonly path: string;
  readonly plan: CapturePlan;
  /** Bytes of the snapshot, and of the file it is in. */
  readonly snapshotBytes: number;
  readonly fileBytes: number;
  /** How long the process stood still, as seen from here. */
  readonly pauseMs: number;
}

/** What packing leaves of a snapshot, at most. */
const PACKED_SHARE = 0.4;

/**
 * Takes a heap snapshot of a process into a file, through its inspector, as it is written: neither it nor we hold the
 * whole text. Refuses when there is not memory or disk enough, and asks before a long pause. Leaves no file when it
 * does not succeed. Throws a HeapFileError or TargetError.
 */
export async function takeSnapshot(
  target: NodeTarget,
  path: string,
  options: TakeOptions,
): Promise<TakenSnapshot> {
  const plan = await planCapture(target);
  options.onPlan?.(plan);
  refuse(plan, path, target.description.name);
  if (plan.verdict === "needs-consent" && !(await options.consent(plan)))
    throw new HeapFileError("needs-consent", "nothing was done: say --yes to take the snapshot all the same");
  options.signal?.throwIfAborted();
  const file = new GrowingFile(path);
  try {
    return { plan, path, ...(await stream(target, file, options)) };
  } catch (error) {
    await file.discard();
    throw failed(error, target);
  }
}

function refuse(plan: CapturePlan, path: string, name: string): void {
  const { verdict, tightest, extraBytes, snapshotBytes } = plan;
  if (verdict === "too-dangerous" && tightest !== null) {
    throw new HeapFileError(
      "not-enough-memory",
      `a snapshot would most likely end ${name}: it needs ${megabytes(extraBytes[0])} to ${megabytes(extraBytes[1])} more memory and its ${tightest.kind} leaves ${megabytes(free(tightest))}: raise the limit, or use 'sawtooth find', which needs hardly any`,
    );
  }
  const onDisk = path.endsWith(".gz") ? snapshotBytes * PACKED_SHARE : snapshotBytes;
  const disk = freeDisk(path);
  if (onDisk > disk) {
    throw new HeapFileError(
      "file-unwritable",
      `${path} may take ${megabytes(onDisk)} and its disk has ${megabytes(disk)} free: choose another folder with -o`,
    );
  }
}

async function stream(
  target: NodeTarget,
  file: GrowingFile,
  { onProgress, signal }: TakeOptions,
): Promise<{ snapshotBytes: number; fileBytes: number; pauseMs: number }> {
  const { cdp } = target;
  let bytes = 0;
  let end = "";
  let failure: unknown = null;
  const offChunk = cdp.on("HeapProfiler.addHeapSnapshotChunk", (params) => {
    const { chunk } = params as { chunk: string };
    bytes += chunk.length;
    if (chunk.length > 0) end = chunk.slice(-16);
    try {
      if (failure === null) file.write(chunk);
    } catch (error) {
      failure = error;
    }
    onProgress?.({ phase: "writing", done: 0, bytes });
  });
  const offProgress = cdp.on("HeapProfiler.reportHeapSnapshotProgress", (params) => {
    const { done, total } = params as { done: number; total: number };
    onProgress?.({ phase: "collecting", done: total > 0 ? Math.min(1, done / total) : 0, bytes });
  });
  const started = performance.now();
  try {
    await unlessAborted(cdp.send("HeapProfiler.takeHeapSnapshot", { reportProgress: true }), signal);
  } finally {
    offChunk();
    offProgress();
  }
  if (failure !== null) throw failure;
  if (!end.trimEnd().endsWith("}"))
    throw new HeapFileError(
      "snapshot-not-taken",
      `the process stopped writing after ${bytes} bytes: try again`,
    );
  const pauseMs = performance.now() - started;
  await file.commit();
  return { snapshotBytes: bytes, fileBytes: file.bytesWritten, pauseMs };
}

/** V8 cannot be stopped in the middle; giving up lets go of the process, which then drops what is left. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}

function failed(error: unknown, target: NodeTarget): unknown {
  if (!(error instanceof TargetError) || error.code !== "connection-lost") return error;
  return new HeapFileError(
    "snapshot-not-taken",
    `${target.description.name} was lost while it made the snapshot, most likely ended for want of memory: no file was left; give it more memory, or use 'sawtooth find', which needs hardly any`,
    { cause: error },
  );
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

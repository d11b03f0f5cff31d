import { bytes, durationRange } from "#face";
import { capturePlan, free, type CapturePlan } from "#heapfile";
import type { Connection } from "#target";
import { Refusal, type AgentRequest, type Answer } from "./answer.ts";
import type { MainThread } from "./main-thread.ts";
import { limitsOf } from "./memory.ts";
import { Pieces } from "./pieces.ts";
import { isAsked } from "./parameters.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * `snapshot?confirm=yes`: a heap snapshot, as Chrome's DevTools read it. It stops the program while it is taken and needs
 * many times the heap in memory, so it is refused unless the caller says that they know, and there is room for the worst:
 * where `sawtooth snapshot take` would ask once more, there is nobody here to be asked.
 */
export async function answerSnapshot(
  { mainThread, turnstiles }: Surroundings,
  request: AgentRequest,
): Promise<Answer> {
  const limits = await limitsOf(mainThread);
  const heap = limits.find(({ kind }) => kind === "heap limit")?.usedBytes ?? 0;
  const plan = capturePlan(heap, limits);
  requireConfirmation(request, plan);
  requireRoom(plan);
  return await new Promise<Answer>((resolve, reject) => {
    turnstiles.snapshot
      .pass(Math.max(1000, plan.pauseMs[1]), () => take(mainThread, request, resolve))
      .catch(reject);
  });
}

function requireConfirmation(request: AgentRequest, { pauseMs, extraBytes }: CapturePlan): void {
  if (isAsked(request, "confirm")) return;
  throw new Refusal(
    403,
    `a snapshot would stop the program for ${durationRange(pauseMs[0] / 1000, pauseMs[1] / 1000)} and take ${bytes(extraBytes[0])} to ${bytes(extraBytes[1])} more memory: ask for snapshot?confirm=yes if that is wanted`,
  );
}

function requireRoom({ heapBytes, extraBytes, tightest }: CapturePlan): void {
  if (tightest !== null && free(tightest) > extraBytes[1]) return;
  const found =
    tightest === null
      ? "how much is free is not known"
      : `its ${tightest.kind} leaves ${bytes(free(tightest))}`;
  throw new Refusal(
    503,
    `a snapshot of a heap of ${bytes(heapBytes)} can take ${bytes(extraBytes[1])} more memory and ${found}: it could end the process; use leaks and heap instead`,
    { "Retry-After": "600" },
  );
}

/** Answers with the head as soon as the snapshot begins, and ends with the last piece of it. */
async function take(
  mainThread: MainThread,
  request: AgentRequest,
  answer: (answer: Answer) => void,
): Promise<void> {
  const pieces = new Pieces();
  answer({
    status: 200,
    headers: {
      "X-Content-Type-Options": "nosniff",
      "Content-Type": "application/octet-stream",
      "Content-Disposition": `attachment; filename="${process.pid}.heapsnapshot"`,
    },
    body: pieces.read(),
  });
  try {
    await mainThread.use((connection) => streamSnapshot(connection, pieces, request.signal));
    pieces.end();
  } catch (error) {
    pieces.fail(error as Error);
  }
}

async function streamSnapshot(connection: Connection, pieces: Pieces, signal: AbortSignal): Promise<void> {
  const stop = connection.on("HeapProfiler.addHeapSnapshotChunk", (params) => {
    if (!signal.aborted) pieces.add((params as { readonly chunk: string }).chunk);
  });
  try {
    await connection.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  } finally {
    stop();
  }
}

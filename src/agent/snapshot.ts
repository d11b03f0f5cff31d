import { bytes } from "#face";
import type { Connection, ProcessLimit } from "#target";
import { Refusal, type AgentRequest, type Answer } from "./answer.ts";
import type { MainThread } from "./main-thread.ts";
import { limitsOf } from "./memory.ts";
import { Pieces } from "./pieces.ts";
import { isAsked } from "./parameters.ts";
import type { Surroundings } from "./surroundings.ts";

/** Measured on Node 20: a snapshot of a 1 GB heap took 12.2 GB at its peak. */
const timesTheHeap = 12;
/** A snapshot stops the program for about so many milliseconds for each MiB of heap. */
const stopMsPerMebibyte = 100;

/**
 * `snapshot?confirm=yes`: a heap snapshot, as Chrome's DevTools read it. It stops the program while it is taken and needs
 * many times the heap in memory, so it is refused unless the caller says that they know, and there is room.
 */
export async function answerSnapshot(
  { mainThread, turnstiles }: Surroundings,
  request: AgentRequest,
): Promise<Answer> {
  const limits = await limitsOf(mainThread);
  const heap = limits.find(({ kind }) => kind === "heap limit")?.usedBytes ?? 0;
  const stopMs = Math.max(1000, (heap / 2 ** 20) * stopMsPerMebibyte);
  requireConfirmation(request, heap, stopMs);
  requireRoom(heap, limits);
  return await new Promise<Answer>((resolve, reject) => {
    turnstiles.snapshot.pass(stopMs, () => take(mainThread, request, resolve)).catch(reject);
  });
}

function requireConfirmation(request: AgentRequest, heap: number, stopMs: number): void {
  if (isAsked(request, "confirm")) return;
  throw new Refusal(
    403,
    `a snapshot would stop the program for about ${Math.round(stopMs / 1000)} s and take up to ${bytes(heap * timesTheHeap)} of memory: ask for snapshot?confirm=yes if that is wanted`,
  );
}

function requireRoom(heap: number, limits: readonly ProcessLimit[]): void {
  const rooms = limits
    .filter(({ kind }) => kind !== "heap limit")
    .map((limit) => limit.bytes - limit.usedBytes);
  const room = Math.min(...rooms);
  if (rooms.length > 0 && room > heap * timesTheHeap) return;
  const found = rooms.length === 0 ? "how much is free is not known" : `${bytes(room)} are free`;
  throw new Refusal(
    503,
    `a snapshot of a heap of ${bytes(heap)} can take ${bytes(heap * timesTheHeap)} of memory and ${found}: it could end the process; use leaks and heap instead`,
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

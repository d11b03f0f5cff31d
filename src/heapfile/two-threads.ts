import { readSync } from "node:fs";
import { Worker } from "node:worker_threads";
import {
  BackwardEdgeScan,
  SnapshotReader,
  type EdgeColumns,
  type EdgeHelp,
  type FileLayout,
  type Snapshot,
} from "#snapshot";
import type { EdgeReport, EdgeTask } from "./edge-thread.ts";
import { findEdgesEnd } from "./edges-end.ts";
import type { ReadSnapshotOptions } from "./read-snapshot.ts";
import { Steps } from "./steps.ts";

/**
 * Reads an unpacked file with a second thread, which takes the edges from their end while this one takes the nodes and
 * then the edges from their beginning; in memory that both share. Null when the file is not wholly as V8 writes it,
 * which reading it from front to back will say better.
 */
export async function readWithTwoThreads(
  file: number,
  size: number,
  options: ReadSnapshotOptions,
): Promise<Snapshot | null> {
  const endOffset = findEdgesEnd(file, size);
  if (endOffset === null) return null;
  const help = new EdgeThread(file, endOffset);
  const reader = new SnapshotReader({
    fileBytes: size,
    allocate: (bytes) => new SharedArrayBuffer(bytes),
    edgeHelp: help,
  });
  try {
    const steps = new Steps(size, options);
    for (;;) {
      const room = reader.room();
      const length = readSync(file, room, 0, room.length, reader.nextOffset);
      if (length === 0) break;
      reader.advance(length);
      await steps.at(reader.nextOffset);
    }
    const maxName = await help.agree(reader.meeting);
    return maxName === null ? null : reader.finish(maxName);
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    return null;
  } finally {
    await help.stop();
  }
}

/** What V8 writes between two records, at most: a line feed and a comma. */
const SEPARATOR_BYTES = 2;

/** The second thread, as the reader sees it. */
class EdgeThread implements EdgeHelp {
  readonly endOffset: number;
  readonly #file: number;
  readonly #meeting = new Uint32Array(new SharedArrayBuffer(8));
  #worker: Worker | null = null;
  #report: Promise<EdgeReport> | null = null;

  constructor(file: number, endOffset: number) {
    this.#file = file;
    this.endOffset = endOffset;
  }

  start(layout: FileLayout, columns: EdgeColumns): void {
    this.#meeting[1] = layout.edgeCount;
    if (!BackwardEdgeScan.suits(layout)) return;
    const { endOffset } = this;
    const task: EdgeTask = { file: this.#file, layout, columns, endOffset, meeting: this.#meeting };
    const worker = startThread(task);
    this.#worker = worker;
    this.#report = new Promise((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error("the second thread ended without a word")));
    });
    // Awaited later, in `agree`; until then a failure must not end the process.
    this.#report.catch(() => {});
  }

  taken(): number {
    return Atomics.load(this.#meeting, 1);
  }

  reached(count: number): void {
    Atomics.store(this.#meeting, 0, count);
  }

  /**
   * The largest name that the thread has seen; null when it could not take its edges, or when the two did not come to
   * the same place in the file.
   */
  async agree(meeting: { edge: number; offset: number } | null): Promise<number | null> {
    if (meeting === null || this.#report === null) return null;
    const { maxName, checkpoints } = await this.#report;
    const known = checkpoints.find(({ edge }) => edge === meeting.edge);
    const between = known === undefined ? -1 : known.offset - meeting.offset;
    return between >= 0 && between <= SEPARATOR_BYTES ? maxName : null;
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }
}

function startThread(task: EdgeTask): Worker {
  // Run from source, as in tests, a thread has no loader for TypeScript: it takes what was built.
  const script = import.meta.url.endsWith(".ts") ? "../../dist/heapfile/edge-thread.js" : "./edge-thread.js";
  // Without the conditions under which tests find sources.
  return new Worker(new URL(script, import.meta.url), { workerData: task, execArgv: [] });
}

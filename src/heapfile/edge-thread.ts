/** The second thread of `readWithTwoThreads`: takes the edges of a file from the last one back until the two meet. */
import { readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { BackwardEdgeScan, type EdgeColumns, type FileLayout } from "#snapshot";

/** What the thread is given. */
export interface EdgeTask {
  readonly file: number;
  readonly layout: FileLayout;
  readonly columns: EdgeColumns;
  readonly endOffset: number;
  /** Element 0: how many edges the other thread has taken; 1: the first that this one has. */
  readonly meeting: Uint32Array;
}

/** What the thread says at its end. */
export interface EdgeReport {
  /** Null when something in the file is not as V8 writes it. */
  readonly maxName: number | null;
  /** The first edge taken each time it said how far it is, and where in the file the record of that begins. */
  readonly checkpoints: readonly { readonly edge: number; readonly offset: number }[];
}

const BLOCK_BYTES = 2 ** 20;

/** Takes edges until it comes to one that the other thread has. */
export function takeEdges({ file, layout, columns, endOffset, meeting }: EdgeTask): EdgeReport {
  const scan = new BackwardEdgeScan(layout, columns);
  const block = new Uint8Array(BLOCK_BYTES);
  const checkpoints = [{ edge: layout.edgeCount, offset: endOffset }];
  for (let end = endOffset; scan.first > Atomics.load(meeting, 0);) {
    const start = Math.max(0, end - BLOCK_BYTES);
    const length = readSync(file, block, 0, end - start, start);
    const begin = length === end - start ? scan.scan(block, length) : -1;
    if (begin === -1) return { maxName: null, checkpoints };
    end = start + begin;
    checkpoints.push({ edge: scan.first, offset: end });
    Atomics.store(meeting, 1, scan.first);
  }
  return { maxName: scan.maxName, checkpoints };
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of Node, not a window
parentPort?.postMessage(takeEdges(workerData as EdgeTask));

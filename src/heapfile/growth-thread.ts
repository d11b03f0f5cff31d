/** The thread of `growthBetween`: reads two snapshots and compares them, so that whoever asked stays awake. */
import { parentPort, workerData } from "node:worker_threads";
import { heapGrowth } from "#snapshot";
import { openHeap } from "./open-heap.ts";

/** The files of two snapshots of one process, the earlier first. */
export type GrowthTask = readonly [before: string, after: string];

const [before, after] = workerData as GrowthTask;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of Node, not a window
parentPort?.postMessage(heapGrowth(await openHeap(before), await openHeap(after)));

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { devtoolsWorker } from "../../scripts/devtools.mjs";
import { majors, nodeBinary } from "../../scripts/nodes.mjs";
import { readSnapshot } from "../../src/heapfile/index.ts";
import { buildGraph, distancesOf } from "../../src/snapshot/index.ts";
import { temporaryFolder } from "../build/temporary-folder.ts";

const folder = temporaryFolder();
const worker = devtoolsWorker();
if (worker === null)
  console.warn("DevTools' worker is not installed (node scripts/devtools.mjs): not compared with it");

function run(node: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(node, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** Self size, retained size, dominator and distance of every node, as DevTools sees them. */
function devtools(file: string): {
  self: Float64Array;
  retained: Float64Array;
  dominators: Float64Array;
  distances: Float64Array;
} {
  run(process.execPath, [
    join(import.meta.dirname, "devtools-analysis.mjs"),
    worker!,
    file,
    `${file}.columns`,
  ]);
  const bytes = readFileSync(`${file}.columns`);
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const count = all.length / 4;
  const column = (i: number): Float64Array => all.subarray(count * i, count * (i + 1));
  return { self: column(0), retained: column(1), dominators: column(2), distances: column(3) };
}

describe.skipIf(worker === null).each(majors)("on a snapshot of Node %i", (major) => {
  const node = nodeBinary(major);
  if (node === null)
    console.warn(`Node ${major} is not installed: its snapshots are not compared with DevTools`);

  test.skipIf(node === null)(
    "every node that is reached has the sizes, the dominator and the distance that DevTools gives it",
    async () => {
      const file = join(folder, `node-${major}.heapsnapshot`);
      run(node!, ["--expose-gc", join(import.meta.dirname, "../programs/varied-heap.cjs"), file]);
      const graph = buildGraph(await readSnapshot(file));
      const expected = devtools(file);
      expect(graph.reachableCount).toBeGreaterThan(50_000);
      const reached = graph.order.subarray(0, graph.reachableCount);
      const different = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number[] =>
        [...reached].filter((at) => ours[at] !== theirs[at]).slice(0, 5);
      expect(different(graph.shallowSizes, expected.self)).toEqual([]);
      expect(different(graph.retainedSizes, expected.retained)).toEqual([]);
      expect(different(graph.dominators, expected.dominators)).toEqual([]);
      expect(distancesOf(graph.snapshot)).toEqual(Int32Array.from(expected.distances));
    },
  );
});

/** `sawtooth.mjs JOB FILE [AFTER]`: read and dominators with one thread or two, an index, or who grew between two. */
import { report } from "./cost.mjs";
import {
  indexPath,
  openHeap,
  openIndexFile,
  readSnapshot,
  writeIndex,
} from "../../../dist/heapfile/index.js";
import { buildGraph, heapGrowth } from "../../../dist/snapshot/index.js";

const [job, file, after] = process.argv.slice(2);
const graphOf = async (path, threads) => buildGraph(await readSnapshot(path, { threads }));
const summary = ({ snapshot, retainedSizes, reachableCount }) =>
  `${snapshot.nodes.count} nodes, ${reachableCount} reached, ${retainedSizes[0]} bytes`;

/** The first holder, with numbers of any size in words. */
const holder = (growth) =>
  JSON.stringify(growth.holders?.[0] ?? growth, (_, value) =>
    ArrayBuffer.isView(value) ? undefined : value,
  )?.slice(0, 300);

const jobs = {
  one: async () => summary(await graphOf(file, 1)),
  two: async () => summary(await graphOf(file, 2)),
  index: async () => {
    const graph = await graphOf(file, 2);
    return `${writeIndex(indexPath(file), graph, { source: file })} bytes`;
  },
  /** What `snapshot top` needs: sizes, dominators, names, types. */
  reopen: () => {
    const graph = openIndexFile(indexPath(file)).graph;
    const { nodes, strings } = graph.snapshot;
    return `${summary(graph)}, ${graph.dominators.length + nodes.types.length} and ${strings.get(nodes.names[0])}`;
  },
  pair: async () => {
    return holder(heapGrowth(await graphOf(file, 2), await graphOf(after, 2)));
  },
  pairIndexed: async () => {
    return holder(heapGrowth(await openHeap(file), await graphOf(after, 2)));
  },
};
report(await jobs[job]());

/**
 * What Chrome DevTools finds in a heap snapshot: `node devtools-analysis.mjs WORKER SNAPSHOT OUT` writes to OUT, for
 * every node in the order of the file, four columns of doubles: self size (with what it owns), retained size,
 * dominator, distance. WORKER is the module that scripts/devtools.mjs makes.
 */
import { createReadStream, writeFileSync } from "node:fs";
import { MessageChannel } from "node:worker_threads";
import { pathToFileURL } from "node:url";

// Node 20 lacks it, and DevTools is written for a newer V8.
Promise.withResolvers ??= () => {
  let resolve, reject;
  const promise = new Promise((yes, no) => ((resolve = yes), (reject = no)));
  return { promise, resolve, reject };
};

const [worker, snapshot, out] = process.argv.slice(2);
const { HeapSnapshotLoader, SecondaryInitManager } = await import(pathToFileURL(worker).href);
const { port1, port2 } = new MessageChannel();
export const second = new SecondaryInitManager(port2);
const loader = new HeapSnapshotLoader({ sendEvent() {} });
for await (const text of createReadStream(snapshot, { encoding: "utf8", highWaterMark: 1 << 22 })) {
  loader.write(text);
}
loader.close();
await loader.parsingComplete;
const heap = await loader.buildSnapshot(port1);
const { nodeCount, nodeFieldCount } = heap;
const columns = new Float64Array(nodeCount * 4);
const node = heap.createNode(0);
for (let ordinal = 0; ordinal < nodeCount; ordinal++) {
  node.nodeIndex = ordinal * nodeFieldCount;
  columns[ordinal] = node.selfSize();
  columns[nodeCount + ordinal] = heap.retainedSizes[ordinal];
  columns[nodeCount * 2 + ordinal] = heap.dominatorsTree[ordinal];
  columns[nodeCount * 3 + ordinal] = heap.nodeDistances[ordinal];
}
writeFileSync(out, new Uint8Array(columns.buffer));
process.exit(0);

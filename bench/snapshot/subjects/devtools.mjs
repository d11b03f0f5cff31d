/** Chrome DevTools' worker, with the second thread that it computes dominators in: `devtools.mjs WORKER FILE [AFTER]`. */
import { createReadStream } from "node:fs";
import { isMainThread, MessageChannel, parentPort, Worker } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import { report } from "./cost.mjs";

const [worker, file, after] = process.argv.slice(2);
const { HeapSnapshotLoader, SecondaryInitManager } = await import(pathToFileURL(worker).href);

async function load(path) {
  const second = new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    resourceLimits: { maxOldGenerationSizeMb: 16000 },
  });
  const { port1, port2 } = new MessageChannel();
  second.postMessage({ port: port2 }, [port2]);
  const loader = new HeapSnapshotLoader({ sendEvent() {} });
  for await (const chunk of createReadStream(path, { encoding: "utf8", highWaterMark: 1e7 })) {
    loader.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  loader.close();
  await loader.parsingComplete;
  const heap = await loader.buildSnapshot(port1);
  port1.close();
  await second.terminate();
  return heap;
}

if (isMainThread) {
  const before = await load(file);
  if (after === undefined) report(`${before.nodeCount} nodes, ${before.retainedSizes[0]} bytes`);
  else {
    const interfaces = before.interfaceDefinitions();
    const base = before.aggregatesForDiff(interfaces);
    const now = await load(after);
    now.aggregatesForDiff(interfaces);
    const rows = Object.values(now.calculateSnapshotDiff(1, base)).toSorted(
      (a, b) => b.sizeDelta - a.sizeDelta,
    );
    report(
      rows
        .slice(0, 3)
        .map(({ name, sizeDelta }) => `${name} +${sizeDelta}`)
        .join(", "),
    );
  }
} else parentPort.once("message", ({ port }) => new SecondaryInitManager(port));

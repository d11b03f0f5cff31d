// `node pause-program.mjs MB`: fills its heap, reads the profile of itself from a worker and prints how long that stopped it.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { setTimeout as sleep } from "node:timers/promises";
import { ProcessProfiler, startSampler } from "../../dist/sampler/index.js";
import { SessionConnection } from "../../dist/target/index.js";

if (isMainThread) await main();
else {
  const profiler = new ProcessProfiler({ connect: () => SessionConnection.toMainThread() });
  parentPort.on("message", async () => parentPort.postMessage((await profiler.heap()).samples.count));
  parentPort.postMessage(workerData);
}

async function main() {
  const sampler = startSampler({ adaptive: false });
  const kept = (globalThis.kept = new Map());
  for (let i = 0; i % 10_000 > 0 || process.memoryUsage().heapUsed < Number(process.argv[2]) * 1e6; i++)
    kept.set(i, { id: i, name: `session-${i}`, ts: i * 1.5, flags: [i] });
  const worker = new Worker(new URL(import.meta.url), { workerData: "ready" });
  await new Promise((resolve) => worker.once("message", resolve));
  let last = performance.now();
  let longest = 0;
  setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 2);
    last = performance.now();
  }, 2);
  await sleep(500);
  const stopsMs = [];
  const cpuMs = [];
  for (let round = 0; round < 4; round++) {
    longest = 0;
    const cpu = process.cpuUsage();
    worker.postMessage("read");
    await new Promise((resolve) => worker.once("message", resolve));
    await sleep(20);
    const { user, system } = process.cpuUsage(cpu);
    stopsMs.push(longest);
    cpuMs.push((user + system) / 1000);
    await sleep(200);
  }
  console.log(
    JSON.stringify({
      heapMb: process.memoryUsage().heapUsed / 1e6,
      sampler: sampler.state().backend,
      stopsMs,
      cpuMs,
    }),
  );
  process.exit(0);
}

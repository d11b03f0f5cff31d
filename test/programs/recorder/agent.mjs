// The recorder as an agent runs it: in a worker thread that reaches the main thread by its inspector. `--import` it.
// RECORDING: the folder. PACE: how often to look, JSON.
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { Session } from "node:inspector/promises";
import { profileOfHeapProfile } from "../../../dist/profile/index.js";
import { describeProcess, planLife, recordEnd, startRecorder } from "../../../dist/recorder/index.js";

const intervalBytes = 512 * 1024;
const folder = process.env.RECORDING;

if (isMainThread) {
  const lifeFolder = planLife({ folder });
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { recorder: { description: describeProcess(), lifeFolder } },
    execArgv: [],
    resourceLimits: {},
  });
  await new Promise((resolve) => worker.once("message", resolve));
  worker.unref();
  let uncaught = null;
  process.on("uncaughtExceptionMonitor", (error) => (uncaught = error));
  process.on("exit", (exitCode) => recordEnd(lifeFolder, { exitCode, uncaught }));
} else if (workerData?.recorder !== undefined) {
  const { description, lifeFolder } = workerData.recorder;
  parentPort.on("message", () => {});
  const session = new Session();
  session.connectToMainThread();
  await session.post("HeapProfiler.enable");
  await session.post("HeapProfiler.startSampling", { samplingInterval: intervalBytes });
  const profile = async () => {
    const timeNanos = BigInt(Date.now()) * 1_000_000n;
    const reading = await session.post("HeapProfiler.getSamplingProfile");
    return profileOfHeapProfile(reading.profile, { intervalBytes, timeNanos });
  };
  const memory = async () => {
    const { usedSize, backingStorageSize } = await session.post("Runtime.getHeapUsage");
    const external = backingStorageSize ?? 0;
    const rss = process.memoryUsage.rss();
    return { heapUsed: usedSize, external, arrayBuffers: external, rss, heapAfterGc: null };
  };
  const pace = JSON.parse(process.env.PACE ?? "{}");
  startRecorder({ profile, memory }, description, { folder, lifeFolder, pace });
  parentPort.postMessage("up");
}

// The worker of the case `stall`: watches the main thread's event loop.
import { parentPort, workerData } from "node:worker_threads";
import { siteSeries } from "../../../dist/profile/index.js";
import { StallWatch } from "../../../dist/sampler/index.js";
import { SessionConnection } from "../../../dist/target/index.js";

const beats = new Float64Array(workerData);
const watch = new StallWatch({
  connect: () => SessionConnection.toMainThread(),
  lastBeat: () => beats[0],
  now: () => Number(process.hrtime.bigint() / 1000n) / 1000,
  beatMs: 50,
});
parentPort.on("message", () => {
  const profile = watch.profile("program.js");
  const rows = siteSeries([profile], ["contentions", "delay"]).map(({ frames, values }) => ({
    count: values[0][0],
    delay: values[1][0],
    frames: frames.map((frame) => ({ name: frame.function, file: frame.file, line: frame.line })),
  }));
  parentPort.postMessage({ stalls: watch.count, rows });
});
parentPort.postMessage("ready");

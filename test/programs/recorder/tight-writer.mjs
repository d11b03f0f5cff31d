// Writes to four recordings at once, in a thread each, without a pause and by the recorder's own means, until it is
// killed: a profile of itself, lines of memory, a finding, over and over. argv: the recorder's folder. Prints the folder
// of each life when its writing begins.
import { existsSync, writeSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { isMainThread, Worker } from "node:worker_threads";
import { describeProcess, planLife, startRecorder } from "../../../dist/recorder/index.js";
import { profileOfHeapProfile } from "../../../dist/profile/index.js";
import { LifeFolder } from "../../../dist/recorder/life-folder.js";
import { MemoryLog } from "../../../dist/recorder/memory-log.js";

if (isMainThread) {
  for (let thread = 1; thread < 4; thread++)
    new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) });
}
const folder = process.argv[2];
const lifeFolder = planLife({ folder });
const session = new Session();
session.connect();
await session.post("HeapProfiler.enable");
await session.post("HeapProfiler.startSampling", { samplingInterval: 4096 });
const { profile } = await session.post("HeapProfiler.getSamplingProfile");
const heap = profileOfHeapProfile(profile, { intervalBytes: 4096 });

const recorder = startRecorder(
  { profile: async () => heap, memory: async () => ({ ...process.memoryUsage(), heapAfterGc: null }) },
  describeProcess(),
  { folder, lifeFolder },
);
// Until it has pruned the folder and written a line.
while (!existsSync(join(lifeFolder, "memory.log"))) await new Promise((resolve) => setTimeout(resolve, 2));
await recorder.stop();

const life = LifeFolder.open(lifeFolder);
const log = new MemoryLog(lifeFolder);
const finding = { version: 1, filler: "x".repeat(20_000) };
const room = { profiles: 8, bytes: 2 ** 20 };
writeSync(1, `${lifeFolder}\n`);
for (let round = 0; ; round++) {
  life.keepProfile(heap, { atMs: Date.now() + round, nearLimit: round % 3 === 0, atLimit: false }, room);
  for (let line = 0; line < 50; line++) {
    const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage();
    log.add({
      atMs: Date.now(),
      rss,
      heapUsed,
      external,
      arrayBuffers,
      heapAfterGc: null,
      containerUsed: null,
    });
  }
  life.keepFinding(finding, round);
}

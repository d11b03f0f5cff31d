// A program that profiles itself: `node self.mjs CASE [ARGUMENT]` prints what it saw as one line of JSON.
import { Session } from "node:inspector";
import { writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Worker } from "node:worker_threads";
import { encodeProfile, siteSeries } from "../../../dist/profile/index.js";
import { ProcessProfiler, startSampler, stopSampler } from "../../../dist/sampler/index.js";
import { SessionConnection } from "../../../dist/target/index.js";

const [name, argument] = process.argv.slice(2);
const profiler = () => new ProcessProfiler({ connect: () => SessionConnection.toThisThread() });

/** Stacks of a profile: bytes or counts of one sample type, and `function file:line` innermost first. */
function stacks(profile, type) {
  return siteSeries([profile], [type]).map(({ frames, values }) => ({
    value: values[0][0],
    frames: frames.map((frame) => ({ name: frame.function, file: frame.file, line: frame.line })),
  }));
}

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc");

/** What lives in the heap. */
function collected() {
  gc();
  return process.memoryUsage().heapUsed;
}

const kept = new Map();
let next = 0;

function remember(count) {
  for (let i = 0; i < count; i++, next++)
    kept.set(next, { id: next, name: `session-${next}`, ts: next * 1.5, flags: [next] });
}

const cases = {
  /** A leak of so many entries, and what it really takes. */
  async leak() {
    startSampler(argument === undefined ? {} : { backends: [argument] });
    const before = collected();
    remember(500_000);
    const truth = collected() - before;
    const profile = await profiler().heap({ gc: true });
    return {
      truth,
      inuse: stacks(profile, "inuse_space"),
      objects: stacks(profile, "inuse_objects"),
      types: profile.sampleTypes.map(({ type }) => type),
      shown: profile.defaultSampleType,
      comments: profile.comments,
      mapping: profile.strings.at(profile.mappings.files[0]),
      encoded: encodeProfile(profile).length,
    };
  },

  /** Hot code whose callees are inlined, with and without a precise window. */
  async precise() {
    startSampler({ intervalBytes: 32_000, adaptive: false });
    const list = [];
    const make = (i) => ({ x: i, y: [i, i] });
    const add = (i) => void list.push(make(i));
    const request = (count) => {
      for (let i = 0; i < count; i++) add(i);
    };
    for (let i = 0; i < 300; i++) {
      request(2000);
      list.length = 0;
    }
    const timer = setInterval(() => request(2000), 4);
    const profile = await profiler().precise(1200);
    clearInterval(timer);
    return { inuse: stacks(profile, "inuse_space"), comments: profile.comments };
  },

  /** Somebody else stops our sampler, and lets us start it again. */
  async stopped() {
    const sampler = startSampler();
    remember(100_000);
    const looking = profiler();
    await looking.heap();
    const session = new Session();
    session.connect();
    session.post("HeapProfiler.enable");
    session.post("HeapProfiler.stopSampling");
    const after = await looking.heap();
    remember(100_000);
    const later = await looking.heap();
    return {
      state: sampler.state(),
      after: after.comments,
      later: stacks(later, "inuse_space"),
      allocated: stacks(later, "alloc_space"),
    };
  },

  /** Somebody else samples already. */
  async foreign() {
    const session = new Session();
    session.connect();
    session.post("HeapProfiler.startSampling", { samplingInterval: 65_536 });
    const sampler = startSampler();
    remember(200_000);
    const profile = await profiler().heap();
    stopSampler();
    let runs = false;
    session.post("HeapProfiler.getSamplingProfile", (error) => (runs = error === null));
    return {
      state: sampler.state(),
      runs,
      inuse: stacks(profile, "inuse_space"),
      period: Number(profile.period),
      comments: profile.comments,
    };
  },

  /** Cumulative values over many readings. */
  async allocs() {
    startSampler({ intervalBytes: 65_536, adaptive: false });
    const looking = profiler();
    const totals = [];
    for (let round = 0; round < 5; round++) {
      remember(50_000);
      kept.clear();
      remember(50_000);
      const profile = await looking.allocs();
      totals.push(stacks(profile, "alloc_space").reduce((sum, { value }) => sum + value, 0));
    }
    return { totals };
  },

  async coverage() {
    startSampler();
    return profiler()
      .precise(10)
      .then(
        () => ({ refused: null }),
        (error) => ({ refused: error.code, message: error.message }),
      );
  },

  /** A bundle, given by its path, that exports `leak`. */
  async bundle() {
    startSampler({ intervalBytes: 32_000 });
    const { leak } = await import(argument);
    globalThis.kept = leak();
    return { inuse: stacks(await profiler().heap(), "inuse_space") };
  },

  async buffers() {
    startSampler({ external: true });
    const list = [];
    const allocate = () => list.push(Buffer.alloc(2 ** 20, 1));
    const view = () => list.push(new Uint8Array(2 ** 20).fill(1));
    for (let i = 0; i < 64; i++) allocate();
    for (let i = 0; i < 64; i++) view();
    for (let i = 0; i < 128; i++) Buffer.alloc(2 ** 20);
    for (let i = 0; i < 4; i++) {
      collected();
      await sleep(20);
    }
    const profile = await profiler().heap();
    const same = new Uint8Array(1).constructor === Uint8Array && Buffer.alloc(1) instanceof Uint8Array;
    stopSampler();
    return { kept: list.length, external: stacks(profile, "external_space"), same, proxied: isWatched() };
  },

  /** A loop that blocks, watched from a worker. */
  async stall() {
    const beats = new Float64Array(new SharedArrayBuffer(8));
    const now = () => Number(process.hrtime.bigint() / 1000n) / 1000;
    setInterval(() => (beats[0] = now()), 50).unref();
    beats[0] = now();
    const worker = new Worker(new URL("stall-watcher.mjs", import.meta.url), { workerData: beats.buffer });
    await new Promise((resolve) => worker.once("message", resolve));
    await sleep(200);
    function blocking() {
      const until = Date.now() + 1500;
      let text = "";
      while (Date.now() < until) text = JSON.stringify({ text: text.slice(0, 100) });
      return text;
    }
    blocking();
    await sleep(400);
    worker.postMessage("profile");
    return await new Promise((resolve) => worker.once("message", resolve));
  },

  async resources() {
    startSampler({ resourceStacks: true });
    function openTimer() {
      return setInterval(() => {}, 1e6);
    }
    openTimer();
    const profile = await profiler().resources();
    return { open: stacks(profile, "goroutine"), memory: await profiler().memory() };
  },
};

function isWatched() {
  return Buffer.alloc.toString().includes("native code");
}

writeSync(1, `${JSON.stringify(await cases[name]())}\n`);
process.exit(0);

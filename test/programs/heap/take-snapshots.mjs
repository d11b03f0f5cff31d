/**
 * Runs one family of leaks, one kind after another, and writes a heap snapshot before the first and after each:
 * `node --expose-gc take-snapshots.mjs FOLDER FAMILY KIND…`. Each file is told to the parent by a message with its name.
 */
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { writeHeapSnapshot } from "node:v8";
import surroundings from "./surroundings.cjs";

const STEPS = 200;
/** What is healthy has to have its caches full before it is looked at. */
const WARM_STEPS = process.argv[3] === "healthy.cjs" ? 800 : 60;

const [folder, family, ...kinds] = process.argv.slice(2);
const leaks = await import(`./kinds/${family}`);
const stepOf = (kind) => leaks[kind] ?? leaks.default[kind];
const serials = new Map();

async function run(kind, steps) {
  const step = stepOf(kind);
  const first = serials.get(kind) ?? 0;
  for (let i = first; i < first + steps; i++) await step(i);
  serials.set(kind, first + steps);
}

async function snapshot(name) {
  surroundings.serve(300);
  for (let i = 0; i < 3; i++) {
    await setImmediate();
    globalThis.gc();
  }
  const file = join(folder, `${name}.heapsnapshot`);
  writeHeapSnapshot(file);
  process.send?.(file);
}

surroundings.serve(1500);
for (const kind of kinds) await run(kind, WARM_STEPS);
await snapshot("start");
for (const kind of kinds) {
  await run(kind, STEPS);
  await snapshot(kind);
}
process.exit(0);

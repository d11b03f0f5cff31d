import { setTimeout as sleep, setImmediate as macrotask } from "node:timers/promises";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Two collections that differ by less than this have found the same. */
const SETTLED_BYTES = 256;
const MOST_COLLECTIONS = 5;
/** Machine code, bytecode and what V8 keeps about them come and go with optimisation, not with data. */
const CODE_SPACES = /code|read_only|trusted/;

let collector: (() => void) | null = null;

/** A full collection, without `--expose-gc`: a new context gets `gc` when the flag is set at run time. */
export function collectGarbage(): void {
  if (collector === null) {
    setFlagsFromString("--expose-gc");
    collector = runInNewContext("gc") as () => void;
    setFlagsFromString("--no-expose-gc");
  }
  collector();
}

/** Bytes of data in the heap of this thread and outside of it, garbage included. */
function dataBytes(): number {
  const inHeap = getHeapSpaceStatistics().reduce(
    (sum, { space_name: name, space_used_size: used }) => sum + (CODE_SPACES.test(name) ? 0 : used),
    0,
  );
  return inHeap + process.memoryUsage().external;
}

/** Bytes that survive: collections are repeated until they find no more. Callbacks that are due run in between. */
export async function survivingBytes(): Promise<number> {
  await macrotask();
  collectGarbage();
  await macrotask();
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_COLLECTIONS; round++) {
    collectGarbage();
    const after = dataBytes();
    if (before - after < SETTLED_BYTES) return Math.min(before, after);
    before = after;
    await macrotask();
  }
  return before;
}

/** Waits so that clean-up which comes late can come. */
export async function drain(ms: number): Promise<void> {
  await sleep(ms);
}

import type { Protocol } from "#target";
import { evaluate } from "./evaluate.ts";
import { samplerState } from "./heap-reading.ts";

/**
 * V8's own `gc`, got for the moment of the call. `HeapProfiler.collectGarbage` would wait until the event loop comes round,
 * which that of a stuck program does not, and collects several times.
 */
const COLLECT = `(() => {
  const own = globalThis.gc;
  if (typeof own === "function" && /\\[native code\\]/.test(Function.prototype.toString.call(own))) return void own();
  const v8 = process.getBuiltinModule("node:v8");
  v8.setFlagsFromString("--expose-gc");
  try {
    process.getBuiltinModule("node:vm").runInNewContext("gc")();
  } finally {
    v8.setFlagsFromString("--no-expose-gc");
  }
})()`;

/** Makes a full collection, unless reading the sampler makes one anyway. */
export async function collectBeforeReading(protocol: Protocol): Promise<void> {
  const { forcesCollection } = await samplerState(protocol);
  if (forcesCollection !== true) await evaluate(protocol, COLLECT);
}

import type { Protocol } from "#target";
import { evaluate } from "./evaluate.ts";

/** Where a process's memory is, in bytes. */
export interface MemorySplit {
  readonly atMs: number;
  /** Everything the process has in physical memory. */
  readonly rss: number;
  /** JavaScript objects, and what V8 has reserved for them. */
  readonly heapUsed: number;
  readonly heapTotal: number;
  /** Contents of ArrayBuffers and Buffers. */
  readonly arrayBuffers: number;
  /** What else V8 knows of outside its heap: memories of WebAssembly, long strings made of Buffers. */
  readonly wasmAndStrings: number;
  /** The rest: code, stacks of threads, worker threads' heaps, libraries' memory, what malloc keeps for later. */
  readonly native: number;
}

const SOURCE = `(() => {
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  return { rss, heapUsed, heapTotal, external, arrayBuffers };
})()`;

/** The split of the thread's process; heap, array buffers and the like are those of the thread. About 10 µs. */
export async function memorySplit(protocol: Protocol): Promise<MemorySplit> {
  const usage = await evaluate<NodeJS.MemoryUsage>(protocol, SOURCE);
  return splitOf(usage, Date.now());
}

/** The same from what `process.memoryUsage()` gave. */
export function splitOf(usage: NodeJS.MemoryUsage, atMs: number): MemorySplit {
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = usage;
  return {
    atMs,
    rss,
    heapUsed,
    heapTotal,
    arrayBuffers,
    wasmAndStrings: Math.max(0, external - arrayBuffers),
    // Pages that were reserved and never touched are no part of the RSS.
    native: Math.max(0, rss - heapTotal - external),
  };
}

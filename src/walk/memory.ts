import { builtin } from "./native.ts";
import type { MemorySample } from "./protocol.ts";

/**
 * Memory of this process, and the heap's size right after each full collection: a FinalizationRegistry is called
 * after those only, at no cost in between, where a 'gc' observer would cost on every scavenge. What it waits for is a
 * symbol, which V8 makes among what is old: from Node 26 on, scavenges take young objects from a registry too.
 */
export class Memory {
  readonly #startMs = performance.now();
  readonly #registry: FinalizationRegistry<undefined>;
  #heapAfterGc: number | null = null;
  #fullCollections = 0;
  #stopped = false;

  constructor() {
    this.#registry = new FinalizationRegistry(() => this.#collected());
    this.#arm();
  }

  sample(): MemorySample {
    const { heapUsed, heapTotal, external, arrayBuffers, rss } = process.memoryUsage();
    return {
      atMs: performance.now() - this.#startMs,
      heapUsed,
      heapTotal,
      external,
      arrayBuffers,
      rss,
      heapAfterGc: this.#heapAfterGc,
      fullCollections: this.#fullCollections,
    };
  }

  stop(): void {
    this.#stopped = true;
  }

  #arm(): void {
    if (!this.#stopped) this.#registry.register(Symbol(), undefined);
  }

  #collected(): void {
    this.#fullCollections++;
    this.#heapAfterGc = builtin("node:v8").getHeapStatistics().used_heap_size;
    this.#arm();
  }
}

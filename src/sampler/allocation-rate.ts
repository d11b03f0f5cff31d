import { getHeapStatistics } from "node:v8";

/** Turns of the event loop that one measurement spans. */
const TURNS = 4;

/** What the heap held at a time, milliseconds. */
interface Level {
  readonly bytes: number;
  readonly atMs: number;
}

/**
 * How fast this thread allocates while it is busy, in bytes per second of running: from the rise of the heap over a few
 * turns of the event loop, falls (collections) left out. Reading the heap's size takes half a microsecond; V8 counts what
 * was allocated in all only from Node 26 on, and telling collections one by one would cost more than the sampler.
 */
export class AllocationRate {
  #risenBytes = 0;
  #spanMs = 0;
  #measuring = false;

  /** Measures for some turns of the event loop; what is waiting then keeps nothing alive. */
  measure(): void {
    if (this.#measuring) return;
    this.#measuring = true;
    this.#turn(level(), TURNS);
  }

  /** Bytes per second since the last call; 0 when nothing was measured. */
  take(): number {
    const rate = this.#spanMs === 0 ? 0 : (this.#risenBytes / this.#spanMs) * 1000;
    this.#risenBytes = 0;
    this.#spanMs = 0;
    return rate;
  }

  #turn(before: Level, left: number): void {
    setImmediate(() => {
      const now = level();
      this.#add(before, now);
      if (left > 1) this.#turn(now, left - 1);
      else this.#measuring = false;
    }).unref();
  }

  #add(before: Level, now: Level): void {
    if (now.bytes < before.bytes) return;
    this.#risenBytes += now.bytes - before.bytes;
    this.#spanMs += now.atMs - before.atMs;
  }
}

function level(): Level {
  return { bytes: getHeapStatistics().used_heap_size, atMs: performance.now() };
}

import { nowMs, readMemory, type Pulse } from "./pulse.ts";

/** Memory of the process at one time, bytes. */
export interface MemoryReading {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
  /** Heap in use right after the newest full collection; null before the first that was seen. */
  readonly heapAfterGc: number | null;
}

const everyMs = 1000;
/** An hour by the second, then a day by half minutes or so: whenever it is full, every other old reading goes. */
const mostReadings = 4096;

/** Memory since the agent started, from what the main thread tells; older readings lie further apart. */
export class MemorySeries {
  readonly #pulse: Pulse;
  readonly #timer: NodeJS.Timeout;
  #readings: MemoryReading[] = [];

  constructor(pulse: Pulse) {
    this.#pulse = pulse;
    this.#timer = setInterval(() => this.#add(), everyMs).unref();
    this.#add();
  }

  readings(): readonly MemoryReading[] {
    return this.#readings;
  }

  /** Memory now: the heap as the main thread told it last, which may be a while ago when it is stuck. */
  latest(): MemoryReading {
    const { atMs, heapUsed, external, arrayBuffers, heapAfterGc } = readMemory(this.#pulse);
    const age = atMs === 0 ? 0 : Math.max(0, nowMs() - atMs);
    const rss = process.memoryUsage.rss();
    return { atMs: Math.round(Date.now() - age), heapUsed, external, arrayBuffers, rss, heapAfterGc };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #add(): void {
    const reading = this.latest();
    if (reading.heapUsed === 0 || reading.atMs === this.#readings.at(-1)?.atMs) return;
    this.#readings.push(reading);
    if (this.#readings.length <= mostReadings) return;
    const older = this.#readings.slice(0, mostReadings / 2).filter((_, index) => index % 2 === 0);
    this.#readings = [...older, ...this.#readings.slice(mostReadings / 2)];
  }
}

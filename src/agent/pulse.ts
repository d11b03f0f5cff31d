import { getHeapStatistics } from "node:v8";

/**
 * What the main thread tells the agent without being asked: that its event loop turns, and how much memory it has.
 * Shared memory, so that it can be read while the main thread is stuck.
 */
export interface Pulse {
  /** Numbers by `FIELDS`. */
  readonly numbers: Float64Array<SharedArrayBuffer>;
  /** 1 while the agent holds a connection to the main thread's inspector. */
  readonly connected: Int32Array<SharedArrayBuffer>;
}

const FIELDS = {
  beatMs: 0,
  heapUsed: 1,
  external: 2,
  arrayBuffers: 3,
  heapAfterGc: 4,
  fullCollections: 5,
  heapTotal: 6,
  memoryMs: 7,
} as const;

/** How often the main thread beats: a thread that is woken costs some 50 µs, so ten times a second are 0.05 % of a core. */
export const BEAT_MS = 100;
const BEATS_PER_MEMORY = 10;

/** Memory of the main thread's heap as it last told, bytes. */
export interface PulseMemory {
  /** When, on the clock of `nowMs`. */
  readonly atMs: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly heapAfterGc: number | null;
  readonly fullCollections: number;
}

export function createPulse(): Pulse {
  return pulseOf(new SharedArrayBuffer(8 * 16));
}

/** The pulse in memory that was shared by another thread. */
export function pulseOf(shared: SharedArrayBuffer): Pulse {
  return { numbers: new Float64Array(shared, 0, 15), connected: new Int32Array(shared, 8 * 15, 1) };
}

/** Milliseconds on a clock that all threads of a process share. */
export function nowMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/** Beats on the thread it is called on until the function it returns is called. Never keeps a process alive. */
export function startPulse({ numbers }: Pulse): () => void {
  let beats = 0;
  let stopped = false;
  numbers[FIELDS.heapAfterGc] = -1;
  // Called after full collections only, at no cost in between.
  const registry = new FinalizationRegistry<undefined>(() => {
    numbers[FIELDS.fullCollections] = (numbers[FIELDS.fullCollections] ?? 0) + 1;
    numbers[FIELDS.heapAfterGc] = getHeapStatistics().used_heap_size;
    if (!stopped) registry.register({}, undefined);
  });
  registry.register({}, undefined);
  const beat = (): void => {
    numbers[FIELDS.beatMs] = nowMs();
    numbers[FIELDS.heapUsed] = getHeapStatistics().used_heap_size;
    if (beats++ % BEATS_PER_MEMORY > 0) return;
    const { heapTotal, external, arrayBuffers } = process.memoryUsage();
    numbers[FIELDS.heapTotal] = heapTotal;
    numbers[FIELDS.external] = external;
    numbers[FIELDS.arrayBuffers] = arrayBuffers;
    numbers[FIELDS.memoryMs] = nowMs();
  };
  beat();
  const timer = setInterval(beat, BEAT_MS).unref();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

/** When the event loop last came round, on the clock of `nowMs`. */
export function lastBeat({ numbers }: Pulse): number {
  return numbers[FIELDS.beatMs] ?? 0;
}

export function readMemory({ numbers }: Pulse): PulseMemory {
  const field = (name: keyof typeof FIELDS): number => numbers[FIELDS[name]] ?? 0;
  return {
    atMs: field("memoryMs"),
    heapUsed: field("heapUsed"),
    heapTotal: field("heapTotal"),
    external: field("external"),
    arrayBuffers: field("arrayBuffers"),
    heapAfterGc: field("heapAfterGc") < 0 ? null : field("heapAfterGc"),
    fullCollections: field("fullCollections"),
  };
}

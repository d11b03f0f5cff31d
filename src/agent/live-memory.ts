import type { MemoryReading } from "#recorder";
import type { Connection } from "#target";
import { CALL_TIMEOUT_MS, type MainThread } from "./main-thread.ts";
import { BEAT_MS, lastBeat, nowMs, readMemory, type Pulse } from "./pulse.ts";

/** A main thread that has not beaten for so long does not tell its memory by itself any more. */
const staleMs = 2 * BEAT_MS;
/** Who asks again so soon wants to see the heap fill up: what was told before this is too old for them. */
const freshMs = 25;
/** A connection that was needed is likely to be needed again. */
const keptMs = 2000;

/**
 * Memory of the main thread now, as often as it is wanted: read from its pulse, and while it is stuck, as a program that
 * leaks in a loop is, asked for over the inspector.
 */
export class LiveMemory {
  readonly #mainThread: MainThread;
  readonly #pulse: Pulse;
  #connection: Promise<Connection> | null = null;
  #letGo: NodeJS.Timeout | undefined;
  #readAtMs = 0;

  constructor(mainThread: MainThread, pulse: Pulse) {
    this.#mainThread = mainThread;
    this.#pulse = pulse;
  }

  async read(): Promise<MemoryReading> {
    const told = readMemory(this.#pulse);
    const now = nowMs();
    const inHurry = now - this.#readAtMs < BEAT_MS / 2;
    this.#readAtMs = now;
    if (now - lastBeat(this.#pulse) <= (inHurry ? freshMs : staleMs))
      return { ...pick(told), rss: process.memoryUsage.rss(), heapAfterGc: told.heapAfterGc };
    const usage = await this.#ask();
    return { ...pick(usage), rss: usage.rss, heapAfterGc: told.heapAfterGc };
  }

  async #ask(): Promise<NodeJS.MemoryUsage> {
    this.#connection ??= this.#mainThread.connect();
    const mine = this.#connection;
    clearTimeout(this.#letGo);
    this.#letGo = setTimeout(() => void this.#close(), keptMs).unref();
    try {
      const connection = await mine;
      const { result } = await connection.send<{ result: { value: NodeJS.MemoryUsage } }>(
        "Runtime.evaluate",
        { expression: "process.memoryUsage()", returnByValue: true, silent: true },
        { timeoutMs: CALL_TIMEOUT_MS },
      );
      return result.value;
    } catch (error) {
      if (this.#connection === mine) await this.#close();
      throw error;
    }
  }

  async #close(): Promise<void> {
    clearTimeout(this.#letGo);
    const connection = this.#connection;
    this.#connection = null;
    await connection?.then((open) => open.close(), nothing);
  }
}

function nothing(): void {}

function pick({
  heapUsed,
  external,
  arrayBuffers,
}: Pick<MemoryReading, "heapUsed" | "external" | "arrayBuffers">): Pick<
  MemoryReading,
  "heapUsed" | "external" | "arrayBuffers"
> {
  return { heapUsed, external, arrayBuffers };
}

import { captureStack, type Callable } from "./capture-stack.ts";
import type { StackFrame } from "./heap-tree.ts";

/** Memory outside V8's heap that lives, by the stack that allocated it. */
export interface ExternalRow {
  readonly frames: readonly StackFrame[];
  readonly objects: number;
  readonly bytes: number;
}

interface Row {
  readonly frames: readonly StackFrame[];
  objects: number;
  bytes: number;
}

/** A sampled allocation: what it stands for, until it is collected. */
interface Sampled {
  readonly row: Row;
  readonly objects: number;
  readonly bytes: number;
}

/**
 * Samples allocations of Buffers and ArrayBuffers by their bytes, as V8's sampler does objects: one of b bytes is taken
 * with probability 1 − exp(−b / interval) and stands for that many more. What was collected is taken off again, soon
 * after the collection. So memory is bounded by what lives: one record for each interval's worth of bytes.
 */
export class ExternalSampler {
  readonly #intervalBytes: number;
  readonly #random: () => number;
  readonly #rows = new Map<string, Row>();
  readonly #registry = new FinalizationRegistry<Sampled>((sampled) => this.#release(sampled));
  #left: number;

  constructor(intervalBytes: number, random: () => number = Math.random) {
    this.#intervalBytes = intervalBytes;
    this.#random = random;
    this.#left = this.#draw();
  }

  /**
   * Counts an allocation of so many bytes by what called `within`, alive as long as `owner` is. Nanoseconds but for the
   * few that are sampled.
   */
  allocated(owner: object, bytes: number, within: Callable): void {
    this.#left -= bytes;
    if (this.#left >= 0) return;
    this.#left = this.#draw();
    const objects = 1 / -Math.expm1(-bytes / this.#intervalBytes);
    const row = this.#row(captureStack(within));
    row.objects += objects;
    row.bytes += objects * bytes;
    this.#registry.register(owner, { row, objects, bytes: objects * bytes });
  }

  /** What lives, as plain data. */
  rows(): ExternalRow[] {
    return [...this.#rows.values()];
  }

  #row(frames: readonly StackFrame[]): Row {
    const key = keyOf(frames);
    const known = this.#rows.get(key) ?? { frames, objects: 0, bytes: 0 };
    this.#rows.set(key, known);
    return known;
  }

  #release({ row, objects, bytes }: Sampled): void {
    row.objects -= objects;
    row.bytes -= bytes;
    // What is left of sums of fractions is no allocation.
    if (row.bytes < 1) this.#rows.delete(keyOf(row.frames));
  }

  #draw(): number {
    return -Math.log(1 - this.#random()) * this.#intervalBytes;
  }
}

function keyOf(frames: readonly StackFrame[]): string {
  return frames.map(({ key, line, column }) => `${key}:${line}:${column}`).join("\n");
}

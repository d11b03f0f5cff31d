import type { RemovalReason } from "./bound.ts";
import { BoundedError } from "./bounded-error.ts";

interface Departure<K, V> {
  readonly value: V;
  readonly key: K;
  readonly reason: RemovalReason;
}

/** A callback that puts back what was evicted never comes to an end: after so many beyond those first removed, it is told. */
const mostCaused = 100_000;

/**
 * Entries that were removed and whose callback is still to be called. Callbacks run once the collection is consistent,
 * in the order of removal, each exactly once: what a callback removes is called for after it, and what it throws does
 * not keep the others from being called.
 */
export class Departures<K, V> {
  readonly #onRemove: (value: V, key: K, reason: RemovalReason) => void;
  #waiting: Departure<K, V>[] = [];
  #calling = false;

  constructor(onRemove: (value: V, key: K, reason: RemovalReason) => void) {
    this.#onRemove = onRemove;
  }

  add(value: V, key: K, reason: RemovalReason): void {
    this.#waiting.push({ value, key, reason });
  }

  /** Calls for all that are waiting; a call from within a callback leaves that to the outer one. */
  callAll(): void {
    if (this.#calling || this.#waiting.length === 0) return;
    this.#calling = true;
    const errors: unknown[] = [];
    let left = this.#waiting.length + mostCaused;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting;
        this.#waiting = [];
        for (const { value, key, reason } of batch) {
          try {
            this.#onRemove(value, key, reason);
          } catch (error) {
            errors.push(error);
          }
        }
        left -= batch.length;
        if (left < 0 && this.#waiting.length > 0) throw endless();
      }
    } finally {
      this.#calling = false;
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} onRemove callbacks threw`);
  }
}

function endless(): BoundedError {
  return new BoundedError(
    "endless-removal",
    "onRemove adds entries as fast as they are removed: do not put back what was evicted, or raise max",
  );
}

import { isReference, types } from "./native.ts";
import type { CollectionKind, WatchReport } from "./protocol.ts";

const mostKeys = 128;
const fewestKeys = 4;

/**
 * Whether entries that were added stay: keys of sampled inserts, looked up again later. What is cleaned up after
 * a while is gone by then, even when the collection as a whole still grows. Object keys are held weakly.
 */
export class Survivors {
  readonly #keys: { key: unknown; atMs: number }[] = [];
  readonly #startMs = performance.now();

  add(kind: CollectionKind, key: unknown): void {
    if ((kind !== "Map" && kind !== "Set") || this.#keys.length >= mostKeys) return;
    this.#keys.push({ key: isReference(key) ? new WeakRef(key) : key, atMs: performance.now() });
  }

  /** Of the keys added in the first two thirds of the watch, how many are still there; null when there were too few. */
  count(owner: object): WatchReport["survivors"] {
    const now = performance.now();
    const old = this.#keys.filter(({ atMs }) => atMs - this.#startMs < ((now - this.#startMs) * 2) / 3);
    if (old.length < fewestKeys) return null;
    const has = types.isMap(owner) ? Map.prototype.has : Set.prototype.has;
    const alive = old.filter(({ key }) => {
      const value: unknown = key instanceof WeakRef ? key.deref() : key;
      return value !== undefined && (has as (this: object, key: unknown) => boolean).call(owner, value);
    });
    return { alive: alive.length, sampled: old.length };
  }
}

import type { Bounded } from "./bounded.ts";
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
  readonly #bounded: () => Bounded | null;

  constructor(bounded: () => Bounded | null = () => null) {
    this.#bounded = bounded;
  }

  /** Remembers a key that was just added; not where the program stores it under another one, such as in lower case. */
  add(kind: CollectionKind, owner: object, key: unknown): void {
    if (!keyed.has(kind) || this.#keys.length >= mostKeys || !this.#holds(owner, key)) return;
    this.#keys.push({ key: isReference(key) ? new WeakRef(key) : key, atMs: performance.now() });
  }

  /** Of the keys added in the first two thirds of the watch, how many are still there; null when there were too few. */
  count(owner: object): WatchReport["survivors"] {
    const now = performance.now();
    const old = this.#keys.filter(({ atMs }) => atMs - this.#startMs < ((now - this.#startMs) * 2) / 3);
    if (old.length < fewestKeys) return null;
    const alive = old.filter(({ key }) => {
      if (!(key instanceof WeakRef)) return this.#holds(owner, key);
      const object: unknown = key.deref();
      return object !== undefined && this.#holds(owner, object);
    });
    return { alive: alive.length, sampled: old.length };
  }

  #holds(owner: object, key: unknown): boolean {
    return this.#bounded()?.holds(key) ?? holds(owner, key);
  }
}

const keyed: ReadonlySet<CollectionKind> = new Set(["Map", "Set", "object"]);

function holds(owner: object, key: unknown): boolean {
  if (!types.isMap(owner) && !types.isSet(owner)) return Object.hasOwn(owner, key as PropertyKey);
  return types.isMap(owner) ? mapHas.call(owner, key) : setHas.call(owner, key);
}

const mapHas = Map.prototype.has;
const setHas = Set.prototype.has;

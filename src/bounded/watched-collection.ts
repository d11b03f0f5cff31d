import type { CollectionStats, ListedKind } from "./collection-stats.ts";
import { BoundedError } from "./bounded-error.ts";
import { FillRate, timeUntilFull } from "./fill-rate.ts";
import type { Listed } from "./listed.ts";

/** What can be watched: a plain collection, or a cache that tells how many entries it has. */
export type Watchable =
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | readonly unknown[]
  | { readonly size: number; readonly max?: number; readonly maxSize?: number };

/** Lists a collection that is not ours. Its numbers are read when they are asked for; it is held weakly. */
export function watchedCollection(collection: Watchable, name: string, warnAt: number | null): Listed {
  if (sizeOf(collection) === null)
    throw new BoundedError(
      "bad-bound",
      `${name} cannot be watched: give a Map, a Set, an array or a cache with a size`,
    );
  return new WatchedCollection(collection, name, warnAt);
}

class WatchedCollection implements Listed {
  readonly kind: ListedKind;
  readonly name: string;
  readonly reason: null = null;
  readonly warnAt: number | null;
  readonly #collection: WeakRef<Watchable>;
  readonly #createdAt = new Date();
  readonly #rate: FillRate;
  #peak = 0;

  constructor(collection: Watchable, name: string, warnAt: number | null) {
    this.kind = kindOf(collection);
    this.name = name;
    this.warnAt = warnAt;
    this.#collection = new WeakRef(collection);
    this.#rate = new FillRate(performance.now(), this.size);
  }

  get size(): number {
    return sizeOf(this.#collection.deref()) ?? 0;
  }

  get max(): number | null {
    return limitOf(this.#collection.deref(), "max");
  }

  get maxBytes(): number | null {
    return limitOf(this.#collection.deref(), "maxSize");
  }

  stats(): CollectionStats {
    const { name, kind, size, max, maxBytes } = this;
    this.#peak = Math.max(this.#peak, size);
    const growthPerSecond = this.#rate.perSecond(performance.now(), size);
    return {
      name,
      kind,
      createdAt: this.#createdAt.toISOString(),
      size,
      max,
      bytes: limitOf(this.#collection.deref(), "calculatedSize"),
      maxBytes,
      peak: this.#peak,
      inserts: 0,
      evictions: 0,
      expirations: 0,
      ownerRemovals: 0,
      rejects: 0,
      hits: 0,
      misses: 0,
      hitRatio: null,
      oldestAgeMs: null,
      growthPerSecond,
      fillEtaMs: timeUntilFull(size, max ?? this.warnAt, growthPerSecond),
    };
  }

  holds(): boolean {
    return false;
  }

  sample(): unknown[][] {
    return [];
  }
}

function kindOf(collection: Watchable): ListedKind {
  if (collection instanceof Map) return "Map";
  if (collection instanceof Set) return "Set";
  return Array.isArray(collection) ? "Array" : "cache";
}

function sizeOf(collection: Watchable | undefined): number | null {
  if (Array.isArray(collection)) return collection.length;
  const size: unknown = (collection as { readonly size?: unknown } | undefined)?.size;
  return typeof size === "number" ? size : null;
}

/** A limit as lru-cache and its like tell it: a number above 0. */
function limitOf(collection: Watchable | undefined, name: string): number | null {
  const value = (collection as { readonly [name: string]: unknown } | undefined)?.[name];
  return typeof value === "number" && value > 0 && Number.isFinite(value) ? value : null;
}

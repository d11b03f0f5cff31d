/// <reference lib="esnext.disposable" preserve="true" />
import {
  readBound,
  readBytes,
  readUnbounded,
  readWhole,
  type Bound,
  type EntryOptions,
  type Limits,
  type Unbounded,
} from "./bound.ts";
import type { CollectionStats } from "./collection-stats.ts";
import { ConstructionSite } from "./construction-site.ts";
import type { Entries } from "./entries.ts";
import { printed } from "./printed.ts";
import { ListedEntries } from "./listed-entries.ts";

/** Marks a bound that `unbounded` made. */
class Declared {
  readonly why: Unbounded;
  constructor(why: Unbounded) {
    this.why = why;
  }
}

/**
 * A Map that cannot grow for ever: its type demands a bound. It is used like a Map and passes for one, except to
 * `instanceof` and `structuredClone`. Iteration is in the order in which the keys first came. Costs 57 bytes an entry,
 * V8's Map included, and nothing for entries that are not there.
 */
export class BoundedMap<K, V> implements Map<K, V> {
  static {
    printed(this);
  }

  readonly #listed: ListedEntries<K, V>;
  readonly #entries: Entries<K, V>;
  readonly #throws: boolean;

  constructor(bound: Bound<K, V>, entries?: Iterable<readonly [K, V]> | null) {
    const why: unknown = bound;
    const declared = why instanceof Declared;
    const limits: Limits<K, V> = declared ? readUnbounded(why.why) : readBound(bound);
    const name =
      (declared ? why.why.name : bound.name) ??
      new ConstructionSite("BoundedMap", declared ? BoundedMap.unbounded : new.target);
    this.#listed = new ListedEntries(this, declared ? "unbounded" : "BoundedMap", name, limits);
    this.#entries = this.#listed.entries;
    this.#throws = limits.onFull === "throw";
    for (const [key, value] of entries ?? []) this.set(key, value);
  }

  /**
   * A map without a bound, for what cannot grow for ever for a reason that is given: it is listed with it, and a warning
   * is raised at `warnAt` entries (10 000 unless given).
   */
  static unbounded<K, V>(this: void, why: Unbounded): BoundedMap<K, V> {
    return new BoundedMap<K, V>(new Declared(why) as unknown as Bound<K, V>);
  }

  /** Entries, those included whose time is over and that were neither met nor swept since. */
  get size(): number {
    return this.#entries.size;
  }

  /** Most entries it takes; Infinity when only bytes are bounded, or nothing. */
  get max(): number {
    return this.#listed.max ?? Infinity;
  }

  /** Bytes of all entries as `sizeOf` says; 0 when they are not bounded. */
  get bytes(): number {
    return this.#entries.bytes;
  }

  get [Symbol.toStringTag](): string {
    return "BoundedMap";
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  /** Like `get`, but no use of the entry: the order of eviction, the idle time and the counts stay as they are. */
  peek(key: K): V | undefined {
    return this.#entries.peek(key);
  }

  /** No use of the entry. */
  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /** Throws when it is full and told to; with `onFull: "reject"` the entry is not taken in, which `trySet` tells. */
  set(key: K, value: V, options?: EntryOptions): this {
    if (!this.#entries.set(key, value, options) && this.#throws) throw this.#listed.fullError();
    return this;
  }

  /** Like `set`; whether the entry was taken in. Never throws for want of room. */
  trySet(key: K, value: V, options?: EntryOptions): boolean {
    return this.#entries.set(key, value, options);
  }

  delete(key: K): boolean {
    return this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The value of a key; when there is none, the one given, which is set. */
  getOrInsert(key: K, value: V): V {
    return this.getOrInsertComputed(key, () => value);
  }

  /** The value of a key; when there is none, what `make` returns, which is set. */
  getOrInsertComputed(key: K, make: (key: K) => V): V {
    const known = this.#entries.get(key);
    if (known !== undefined || this.#entries.has(key)) return known as V;
    const value = make(key);
    this.set(key, value);
    return value;
  }

  forEach(callback: (value: V, key: K, map: Map<K, V>) => void, thisArg?: unknown): void {
    for (const [key, value] of this.#entries) callback.call(thisArg, value, key, this);
  }

  *keys(): Generator<K, undefined> {
    for (const [key] of this.#entries) yield key;
  }

  *values(): Generator<V, undefined> {
    for (const [, value] of this.#entries) yield value;
  }

  entries(): Generator<[K, V], undefined> {
    return this.#entries[Symbol.iterator]();
  }

  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.#entries[Symbol.iterator]();
  }

  /** Changes the bound. Entries that are then too many go at once, as evicted. */
  resize(bound: { readonly max?: number; readonly maxBytes?: number }): void {
    const max = bound.max === undefined ? this.#entries.max : readWhole(bound.max, "max");
    const maxBytes = bound.maxBytes === undefined ? this.#entries.maxBytes : readBytes(bound.maxBytes);
    this.#entries.resize(max, maxBytes);
  }

  /** The collection in numbers; looks at every entry once. */
  stats(): CollectionStats {
    return this.#listed.stats();
  }

  /** Lets go of all entries, as `clear`, and takes the map off the list. */
  [Symbol.dispose](): void {
    this.clear();
    this.#listed.unlist();
  }
}

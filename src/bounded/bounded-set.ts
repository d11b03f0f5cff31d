/// <reference lib="esnext.disposable" preserve="true" />
import { readBound, type Bound, type EntryOptions } from "./bound.ts";
import type { CollectionStats } from "./collection-stats.ts";
import { ConstructionSite } from "./construction-site.ts";
import { printed } from "./printed.ts";
import { ListedEntries } from "./listed-entries.ts";

/** What set operations take: a Set, a Map, or what looks like one. */
export interface SetLike<T> {
  readonly size: number;
  has(value: T): boolean;
  keys(): Iterator<T>;
}

/**
 * A Set that cannot grow for ever. `has` counts as a use here, as asking is all one does with a set: with the policy
 * `lru` values that are asked for stay. What set operations return is a plain Set.
 */
export class BoundedSet<T> implements Set<T> {
  static {
    printed(this);
  }

  readonly #listed: ListedEntries<T, true>;
  readonly #throws: boolean;

  constructor(bound: Bound<T, true>, values?: Iterable<T> | null) {
    const limits = readBound(bound);
    const name = bound.name ?? new ConstructionSite("BoundedSet", new.target);
    this.#listed = new ListedEntries(this, "BoundedSet", name, limits);
    this.#throws = limits.onFull === "throw";
    for (const value of values ?? []) this.add(value);
  }

  get size(): number {
    return this.#listed.size;
  }

  /** Most values it takes; Infinity when only bytes are bounded. */
  get max(): number {
    return this.#listed.max ?? Infinity;
  }

  get [Symbol.toStringTag](): string {
    return "BoundedSet";
  }

  /** Throws when it is full and told to. Adding a value that is there renews it. */
  add(value: T, options?: EntryOptions): this {
    if (!this.tryAdd(value, options) && this.#throws) throw this.#listed.fullError();
    return this;
  }

  /** Like `add`; whether the value was taken in. */
  tryAdd(value: T, options?: EntryOptions): boolean {
    return this.#listed.entries.set(value, true, options);
  }

  has(value: T): boolean {
    return this.#listed.entries.get(value) === true;
  }

  delete(value: T): boolean {
    return this.#listed.entries.delete(value);
  }

  clear(): void {
    this.#listed.entries.clear();
  }

  forEach(callback: (value: T, same: T, set: Set<T>) => void, thisArg?: unknown): void {
    for (const value of this) callback.call(thisArg, value, value, this);
  }

  keys(): Generator<T, undefined> {
    return this[Symbol.iterator]();
  }

  values(): Generator<T, undefined> {
    return this[Symbol.iterator]();
  }

  *entries(): Generator<[T, T], undefined> {
    for (const value of this) yield [value, value];
  }

  *[Symbol.iterator](): Generator<T, undefined> {
    for (const [value] of this.#listed.entries) yield value;
  }

  union<U>(other: SetLike<U>): Set<T | U> {
    return new Set<T | U>([...this, ...valuesOf(other)]);
  }

  intersection<U>(other: SetLike<U>): Set<T & U> {
    return this.#plain((value) => other.has(value as never)) as Set<T & U>;
  }

  difference<U>(other: SetLike<U>): Set<T> {
    return this.#plain((value) => !other.has(value as never));
  }

  symmetricDifference<U>(other: SetLike<U>): Set<T | U> {
    const rest = new Set<T | U>(this.difference(other));
    for (const value of valuesOf(other)) if (!this.#holds(value)) rest.add(value);
    return rest;
  }

  isSubsetOf(other: SetLike<unknown>): boolean {
    return this.difference(other).size === 0;
  }

  isSupersetOf(other: SetLike<unknown>): boolean {
    return valuesOf(other).every((value) => this.#holds(value));
  }

  isDisjointFrom(other: SetLike<unknown>): boolean {
    return this.intersection(other).size === 0;
  }

  /** The collection in numbers; looks at every value once. */
  stats(): CollectionStats {
    return this.#listed.stats();
  }

  /** Lets go of all values, and takes the set off the list. */
  [Symbol.dispose](): void {
    this.clear();
    this.#listed.unlist();
  }

  #plain(wanted: (value: T) => boolean): Set<T> {
    return new Set([...this].filter((value) => wanted(value)));
  }

  #holds(value: unknown): boolean {
    return this.#listed.entries.has(value as T);
  }
}

function valuesOf<U>(other: SetLike<U>): U[] {
  const values: U[] = [];
  const iterator = other.keys();
  for (let step = iterator.next(); step.done !== true; step = iterator.next()) values.push(step.value);
  return values;
}

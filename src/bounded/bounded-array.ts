/// <reference lib="esnext.disposable" preserve="true" />
import { oneOf, readWhole } from "./bound.ts";
import { BoundedError } from "./bounded-error.ts";
import type { CollectionStats } from "./collection-stats.ts";
import { ConstructionSite } from "./construction-site.ts";
import { FillRate, timeUntilFull } from "./fill-rate.ts";
import { household } from "./household.ts";
import { printed } from "./printed.ts";
import type { Listed } from "./listed.ts";

const { registry } = household;

/** How many entries a list may have, and what happens to one more. */
export interface ArrayBound {
  readonly max: number;
  readonly name?: string;
  /** `drop-oldest` unless given. */
  readonly onFull?: "drop-oldest" | "drop-newest" | "throw";
}

/**
 * A list of the newest entries: a ring, so that adding at the end and taking from the front take constant time. It has
 * room for what is in it, up to twice.
 */
export class BoundedArray<T> implements Iterable<T> {
  static {
    printed(this);
  }

  readonly #max: number;
  readonly #onFull: "drop-oldest" | "drop-newest" | "throw";
  readonly #listed: ListedRing;
  readonly #reference: WeakRef<Listed>;
  #ring: (T | undefined)[] = [];
  #first = 0;
  #length = 0;

  constructor(bound: ArrayBound, entries?: Iterable<T> | null) {
    if (typeof bound !== "object" || bound === null)
      throw new BoundedError("bad-bound", "no bound: give { max: 1000 }");
    this.#max = readWhole(bound.max, "max");
    this.#onFull = bound.onFull ?? "drop-oldest";
    oneOf(this.#onFull, ["drop-oldest", "drop-newest", "throw"], "onFull");
    const site = bound.name ?? new ConstructionSite("BoundedArray", new.target);
    this.#listed = new ListedRing(
      site,
      this.#max,
      () => this.#length,
      (most) => this.#sample(most),
    );
    this.#reference = registry.add(this, this.#listed);
    for (const entry of entries ?? []) this.#push(entry);
  }

  get length(): number {
    return this.#length;
  }

  get max(): number {
    return this.#max;
  }

  /** Adds at the end; when it is full, drops what `onFull` says or throws. Returns the length. */
  push(...entries: T[]): number {
    for (const entry of entries) this.#push(entry);
    return this.#length;
  }

  /** Takes the oldest entry out. */
  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const entry = this.#ring[this.#first];
    this.#ring[this.#first] = undefined;
    this.#first = this.#first + 1 === this.#ring.length ? 0 : this.#first + 1;
    this.#length--;
    return entry;
  }

  /** Takes the newest entry out. */
  pop(): T | undefined {
    if (this.#length === 0) return undefined;
    const at = this.#at(this.#length - 1);
    const entry = this.#ring[at];
    this.#ring[at] = undefined;
    this.#length--;
    return entry;
  }

  /** The entry at an index, 0 for the oldest, -1 for the newest. */
  at(index: number): T | undefined {
    const whole = Math.trunc(index) || 0;
    const from = whole < 0 ? whole + this.#length : whole;
    return from >= 0 && from < this.#length ? this.#ring[this.#at(from)] : undefined;
  }

  clear(): void {
    this.#ring = [];
    this.#first = this.#length = 0;
  }

  /** From the oldest to the newest. */
  *[Symbol.iterator](): Generator<T, undefined> {
    for (let index = 0; index < this.#length; index++) yield this.#ring[this.#at(index)] as T;
  }

  toArray(): T[] {
    return [...this];
  }

  stats(): CollectionStats {
    return this.#listed.stats();
  }

  /** Lets go of all entries, and takes the list off the list of collections. */
  [Symbol.dispose](): void {
    this.clear();
    registry.remove(this.#reference);
  }

  #push(entry: T): void {
    const listed = this.#listed;
    if (this.#length === this.#max) {
      if (this.#onFull === "throw") throw listed.fullError();
      if (this.#onFull === "drop-newest") {
        listed.rejects++;
        return;
      }
      this.shift();
      listed.evictions++;
    } else if (this.#length === this.#ring.length) this.#grow();
    this.#ring[this.#at(this.#length++)] = entry;
    listed.inserts++;
    if (this.#length > listed.peak) listed.peak = this.#length;
  }

  #at(index: number): number {
    const at = this.#first + index;
    return at < this.#ring.length ? at : at - this.#ring.length;
  }

  #grow(): void {
    const before = this.#ring.length;
    const entries = [...this.#ring.slice(this.#first), ...this.#ring.slice(0, this.#first)];
    entries.length = Math.min(this.#max, before < 8 ? 16 : before * 2);
    this.#ring = entries;
    this.#first = 0;
  }

  #sample(most: number): unknown[][] {
    const entries: unknown[][] = [];
    for (let index = Math.max(0, this.#length - most); index < this.#length; index++)
      entries.push([this.#ring[this.#at(index)]]);
    return entries;
  }
}

/** A ring as the registry lists it. */
class ListedRing implements Listed {
  readonly kind = "BoundedArray" as const;
  readonly max: number;
  readonly maxBytes: null = null;
  readonly reason: null = null;
  readonly warnAt: null = null;
  readonly sample: (most: number) => unknown[][];
  peak = 0;
  inserts = 0;
  evictions = 0;
  rejects = 0;
  readonly #site: string | ConstructionSite;
  readonly #length: () => number;
  readonly #createdAt = new Date();
  readonly #rate = new FillRate(performance.now(), 0);

  constructor(
    site: string | ConstructionSite,
    max: number,
    length: () => number,
    sample: (most: number) => unknown[][],
  ) {
    this.#site = site;
    this.max = max;
    this.#length = length;
    this.sample = sample;
  }

  get name(): string {
    return typeof this.#site === "string" ? this.#site : this.#site.name;
  }

  get size(): number {
    return this.#length();
  }

  holds(): boolean {
    return false;
  }

  stats(): CollectionStats {
    const { name, kind, size, max, peak, inserts, evictions, rejects } = this;
    const growthPerSecond = this.#rate.perSecond(performance.now(), size);
    return {
      name,
      kind,
      createdAt: this.#createdAt.toISOString(),
      size,
      max,
      bytes: null,
      maxBytes: null,
      peak,
      inserts,
      evictions,
      expirations: 0,
      ownerRemovals: 0,
      rejects,
      hits: 0,
      misses: 0,
      hitRatio: null,
      oldestAgeMs: null,
      growthPerSecond,
      fillEtaMs: timeUntilFull(size, max, growthPerSecond),
    };
  }

  fullError(): BoundedError {
    return new BoundedError(
      "collection-full",
      `${this.name} is full, ${this.size} of ${this.max} entries: raise max, or choose onFull: "drop-oldest"`,
    );
  }
}

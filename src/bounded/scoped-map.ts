/// <reference lib="esnext.disposable" preserve="true" />
import { optionsOf, mostEntries, readWhole, type OnFull, type RemovalReason } from "./bound.ts";
import type { CollectionStats } from "./collection-stats.ts";
import { ConstructionSite } from "./construction-site.ts";
import type { Duration } from "./duration.ts";
import type { Entries } from "./entries.ts";
import { HeldLease, type Lease, type Lessor } from "./lease.ts";
import { ListedEntries } from "./listed-entries.ts";
import type { CloseEmitter, Owner, OwnerEnd } from "./owner.ts";
import { Owners } from "./owners.ts";
import { printed } from "./printed.ts";
import type { Holding, Tie } from "./tie.ts";

/** What a scoped map may say: it needs no bound, as its entries go with their owners. */
export interface ScopedOptions<K, V, O> {
  readonly name?: string;
  /** Most entries. An entry in use is never evicted for another unless `onFull` says so. */
  readonly max?: number;
  /** `throw` unless given. */
  readonly onFull?: OnFull;
  readonly ttl?: Duration;
  readonly idle?: Duration;
  /** So many entries raise a warning: owners that never end would be noticed. */
  readonly warnAt?: number;
  /** How an owner tells that it is over: an event other than `close` or `abort`, or a function that listens for it. */
  readonly on?: string | OwnerEnd<O>;
  /** Called once for every entry that is no longer there; see `BoundOptions`. */
  onRemove?(value: V, key: K, reason: RemovalReason): void;
}

/**
 * A map whose entries live as long as what they belong to: adding one without saying to whom it belongs does not
 * compile, and nobody has to remember to remove it. On purpose not assignable to Map. Owners that tell their end by an
 * event are held until then; signals, event targets and plain objects are not.
 */
export class ScopedMap<K, V, O extends Owner = CloseEmitter> implements ReadonlyMap<K, V> {
  static {
    printed(this);
  }

  readonly #listed: ListedEntries<K, Holding<K, V>>;
  readonly #entries: Entries<K, Holding<K, V>>;
  readonly #owners: Owners<K, V>;
  readonly #throws: boolean;
  readonly #lessor: Lessor<Holding<K, V>>;
  readonly #onRemove: ((value: V, key: K, reason: RemovalReason) => void) | null;

  constructor(options: ScopedOptions<K, V, O> = {}) {
    const { max, warnAt, name, onFull = "throw", ttl, idle } = options;
    this.#onRemove =
      options.onRemove === undefined ? null : (value, key, reason) => options.onRemove!(value, key, reason);
    this.#throws = onFull === "throw";
    this.#owners = new Owners(options.on ?? null, (holdings, reason) => {
      this.#entries.removeAll(holdings, reason);
    });
    this.#lessor = {
      holds: (holding) => this.#entries.peek(holding.key) === holding,
      release: (holding) => this.#entries.removeAll([holding], "owner"),
    };
    const site = name ?? new ConstructionSite("ScopedMap", new.target);
    const limits = {
      ...optionsOf<K, Holding<K, V>>({
        onFull,
        ...(ttl === undefined ? {} : { ttl }),
        ...(idle === undefined ? {} : { idle }),
        onRemove: (holding, key, reason) => this.#left(holding, key, reason),
      }),
      max: max === undefined ? mostEntries : readWhole(max, "max"),
      maxBytes: Infinity,
      sizeOf: null,
      reason: null,
      warnAt: warnAt === undefined ? Infinity : readWhole(warnAt, "warnAt"),
    };
    this.#listed = new ListedEntries<K, Holding<K, V>>(this, "ScopedMap", site, limits, ({ value }) => value);
    this.#entries = this.#listed.entries;
  }

  get size(): number {
    return this.#entries.size;
  }

  get [Symbol.toStringTag](): string {
    return "ScopedMap";
  }

  /** A use of the entry, where there is an idle time. */
  get(key: K): V | undefined {
    return this.#entries.get(key)?.value;
  }

  has(key: K): boolean {
    return this.#entries.has(key);
  }

  /**
   * Sets an entry that goes when `owner` is over. When it is over already the entry goes at once: it is never there, and
   * `onRemove` hears of it. Setting a key again makes the entry the new owner's.
   */
  set(key: K, value: V, owner: O): this {
    this.#set(key, value, this.#owners.tieTo(owner));
    return this;
  }

  /**
   * Sets an entry that goes at the end of the block: `using state = sessions.lease(id, {})`. It also goes when the lease
   * is garbage, or, where an owner is given, when that is over.
   */
  lease(key: K, value: V, owner?: O): Lease<V> {
    const lease = new HeldLease<V, Holding<K, V>>(value, this.#lessor);
    const tie = owner === undefined ? this.#owners.tieToLease(lease) : this.#owners.tieTo(owner);
    const holding = this.#set(key, value, tie);
    return holding === null ? lease : lease.hold(holding);
  }

  delete(key: K): boolean {
    return this.#entries.delete(key);
  }

  /** Removes everything that belongs to an owner, which may go on; how many entries that were. */
  deleteAllOf(owner: O): number {
    return this.#entries.removeAll(this.#owners.holdingsOf(owner), "owner");
  }

  /** What an entry belongs to; undefined when there is no entry, or a lease has it. */
  ownerOf(key: K): O | undefined {
    return this.#entries.peek(key)?.tie.owner as O | undefined;
  }

  clear(): void {
    this.#entries.clear();
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void, thisArg?: unknown): void {
    for (const [key, { value }] of this.#entries) callback.call(thisArg, value, key, this);
  }

  *keys(): Generator<K, undefined> {
    for (const [key] of this.#entries) yield key;
  }

  *values(): Generator<V, undefined> {
    for (const [, { value }] of this.#entries) yield value;
  }

  entries(): Generator<[K, V], undefined> {
    return this[Symbol.iterator]();
  }

  *[Symbol.iterator](): Generator<[K, V], undefined> {
    for (const [key, { value }] of this.#entries) yield [key, value];
  }

  /** The collection in numbers; looks at every entry once. */
  stats(): CollectionStats {
    return this.#listed.stats();
  }

  /** Lets go of all entries and of their owners, and takes the map off the list. */
  [Symbol.dispose](): void {
    this.clear();
    this.#listed.unlist();
  }

  /** Sets an entry; null when it was not taken in. */
  #set(key: K, value: V, tie: Tie<K, V> | null): Holding<K, V> | null {
    if (tie === null) {
      this.#turnAway(key, value);
      return null;
    }
    const holding: Holding<K, V> = { key, value, tie };
    tie.add(holding);
    let taken = false;
    try {
      taken = this.#entries.set(key, holding);
    } finally {
      // A callback may have thrown after the entry was taken in.
      if (!taken && this.#entries.peek(key) !== holding) this.#owners.remove(holding);
    }
    if (!taken && this.#throws) throw this.#listed.fullError();
    return taken ? holding : null;
  }

  /** The owner is over: what the key had before is replaced by what is gone at once. */
  #turnAway(key: K, value: V): void {
    this.#entries.tally.ownerRemovals++;
    try {
      this.#entries.removeAll(
        [this.#entries.peek(key)].filter((each) => each !== undefined),
        "replace",
      );
    } finally {
      this.#onRemove?.(value, key, "owner");
    }
  }

  /** Notes that an entry has gone. */
  #left(holding: Holding<K, V>, key: K, reason: RemovalReason): void {
    this.#owners.remove(holding);
    if (this.#onRemove === null) return;
    // The same value under another owner is still there.
    const same = reason === "replace" && Object.is(this.#entries.peek(key)?.value, holding.value);
    if (!same) this.#onRemove(holding.value, key, reason);
  }
}

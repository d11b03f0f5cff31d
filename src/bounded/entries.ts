import type { EntryOptions, Limits, RemovalReason } from "./bound.ts";
import { BoundedError } from "./bounded-error.ts";
import { Departures } from "./departures.ts";
import { readEntryDuration } from "./duration.ts";
import { EntryTable, type Slot } from "./entry-table.ts";
import { ExpirySweep } from "./expiry-sweep.ts";
import { household } from "./household.ts";
import { Lifetimes } from "./lifetimes.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** What the entries tell those who list them. */
export interface EntriesListener {
  /** As many entries were evicted as there is room for. */
  turnedOver(): void;
  /** There are so many entries that somebody should know. */
  cameToWarnAt(): void;
}

const { pulse } = household;

/** What an entry says for itself, checked; times are 0 for never, undefined for those of all. */
interface Own {
  readonly ttlMs: number | undefined;
  readonly idleMs: number | undefined;
  readonly size: number | undefined;
}

/**
 * Keyed entries under a bound: the policy, the lifetimes, the bytes, the callbacks and the counts that all keyed
 * collections have in common. Reading and setting take constant time; an entry whose time is over is never read, and
 * is let go of when it is met or swept.
 */
export class Entries<K, V> {
  readonly tally: Tally = emptyTally();
  readonly #limits: Limits<K, V>;
  readonly #listener: EntriesListener;
  readonly #table: EntryTable<K, V>;
  readonly #lifetimes: Lifetimes;
  readonly #departures: Departures<K, V> | null;
  #max: number;
  #maxBytes: number;
  #bytes = 0;
  /** Bytes of each entry by slot; null when only their number is bounded. */
  #sizes: Float64Array<ArrayBuffer> | null;
  /** Whether any entry can expire. */
  #timed: boolean;
  /** Whether reading an entry prolongs its life. */
  #prolongs: boolean;
  /** Evictions until everything has been evicted once. */
  #untilTurnover: number;
  readonly #sweep: ExpirySweep;

  constructor(limits: Limits<K, V>, listener: EntriesListener) {
    this.#limits = limits;
    this.#listener = listener;
    this.#max = limits.max;
    this.#maxBytes = limits.maxBytes;
    this.#untilTurnover = limits.max;
    this.#table = new EntryTable(limits.policy, () => this.#max);
    this.#lifetimes = new Lifetimes(limits.ttlMs, limits.idleMs);
    this.#sweep = new ExpirySweep(
      this.#table,
      this.#lifetimes,
      (slot) => this.#remove(slot, "expire"),
      () => this.#settle(),
    );
    this.#departures = limits.onRemove === null ? null : new Departures(limits.onRemove);
    this.#sizes = limits.sizeOf === null ? null : new Float64Array(0);
    this.#timed = this.#lifetimes.limited;
    this.#prolongs = this.#lifetimes.prolongs;
  }

  /** Entries, those included whose time is over and that nobody has met since. */
  get size(): number {
    return this.#table.index.size;
  }

  get max(): number {
    return this.#max;
  }

  get maxBytes(): number {
    return this.#maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Reads an entry: a use of it, and a hit or a miss. */
  get(key: K): V | undefined {
    const slot = this.#table.index.get(key);
    if (slot === undefined || (this.#timed && this.#meets(slot))) {
      this.tally.misses++;
      return undefined;
    }
    this.tally.hits++;
    this.#table.touch(slot);
    return this.#table.value(slot);
  }

  /** Reads an entry without using it. */
  peek(key: K): V | undefined {
    const slot = this.#table.index.get(key);
    return slot === undefined || this.#isOver(slot) ? undefined : this.#table.value(slot);
  }

  /** Whether there is an entry; asking is no use of it. */
  has(key: K): boolean {
    const slot = this.#table.index.get(key);
    return slot !== undefined && !this.#isOver(slot);
  }

  /** Sets an entry; false when there was no room and none was made. */
  set(key: K, value: V, options?: EntryOptions): boolean {
    if (this.#sizes !== null || options !== undefined) return this.#setMeasured(key, value, options);
    const slot = this.#slotToReplace(key);
    if (slot !== undefined) this.#replace(slot, key, value, null);
    else {
      if (this.#table.index.size >= this.#max && !this.#makeRoom(0, 0)) return this.#refuse();
      this.#insert(key, value, null);
    }
    if (this.#departures !== null) this.#departures.callAll();
    return true;
  }

  delete(key: K): boolean {
    const slot = this.#table.index.get(key);
    if (slot === undefined) return false;
    const over = this.#isOver(slot);
    this.#remove(slot, over ? "expire" : "delete");
    this.#settle();
    return !over;
  }

  /** Removes those entries that are still the ones given; how many. */
  removeAll(entries: Iterable<V & { readonly key: K }>, reason: "owner" | "collected" | "replace"): number {
    let removed = 0;
    for (const entry of entries) {
      const slot = this.#table.index.get(entry.key);
      if (slot === undefined || this.#table.value(slot) !== entry) continue;
      this.#remove(slot, reason);
      removed++;
    }
    this.#settle();
    return removed;
  }

  clear(): void {
    const departures = this.#departures;
    if (departures !== null)
      for (const [key, slot] of this.#table.index)
        departures.add(this.#table.value(slot), key, this.#isOver(slot) ? "expire" : "clear");
    this.#table.clear();
    this.#lifetimes.resize(0);
    if (this.#sizes !== null) this.#sizes = new Float64Array(0);
    this.#bytes = 0;
    this.#sweep.restart();
    departures?.callAll();
  }

  /** Changes the bound; entries go until it holds, whatever `onFull` says. */
  resize(max: number, maxBytes: number): void {
    this.#max = max;
    this.#maxBytes = maxBytes;
    this.#untilTurnover = max;
    while (this.#table.index.size > max || this.#bytes > maxBytes) this.#evict(0);
    this.#settle();
  }

  /** Keys and values in the order the keys first came, without those whose time is over. */
  *[Symbol.iterator](): Generator<[K, V], undefined> {
    for (const [key, slot] of this.#table.index)
      if (!this.#isOver(slot)) yield [key, this.#table.value(slot)];
  }

  /** A few entries, as they are. */
  sample(most: number): [K, V][] {
    const entries: [K, V][] = [];
    for (const [key, slot] of this.#table.index) {
      if (entries.length >= most) break;
      entries.push([key, this.#table.value(slot)]);
    }
    return entries;
  }

  /** Milliseconds since the entry was set that was set longest ago; null when there is none. Looks at every entry. */
  oldestAgeMs(): number | null {
    const tick = this.#lifetimes.tick(pulse.now());
    let oldest: number | null = null;
    for (let slot = 1; slot < this.#table.top; slot++)
      if (!this.#table.isFree(slot)) oldest = Math.max(oldest ?? 0, this.#lifetimes.ageMs(slot, tick));
    return oldest;
  }

  #isOver(slot: Slot): boolean {
    return this.#timed && this.#lifetimes.isOver(slot, this.#lifetimes.tick(pulse.now()));
  }

  /** Whether the time of an entry that is read is over, in which case it goes; else notes the use. */
  #meets(slot: Slot): boolean {
    const tick = this.#lifetimes.tick(this.#prolongs ? pulse.fresh() : pulse.now());
    if (this.#lifetimes.isOver(slot, tick)) {
      this.#remove(slot, "expire");
      this.#settle();
      return true;
    }
    if (this.#prolongs) this.#lifetimes.used(slot, tick);
    return false;
  }

  #setMeasured(key: K, value: V, options: EntryOptions = {}): boolean {
    const own = readOwn(options);
    const bytes = this.#measure(key, value, own);
    // Measuring runs the program's code: only now is it certain where the entry is.
    const slot = this.#slotToReplace(key);
    if (bytes > this.#maxBytes) {
      if (slot !== undefined) this.#remove(slot, "evict");
      return this.#refuse();
    }
    if (!this.#makeRoom(slot ?? 0, bytes)) return this.#refuse();
    if (slot === undefined) this.#insert(key, value, own);
    else this.#replace(slot, key, value, own);
    if (this.#sizes !== null) this.#takeSize(this.#table.index.get(key)!, bytes);
    this.#settle();
    return true;
  }

  /** Where the entry of a key is; one whose time is over goes first, and what is set then is a new entry. */
  #slotToReplace(key: K): Slot | undefined {
    const slot = this.#table.index.get(key);
    if (slot === undefined || !this.#timed || !this.#isOver(slot)) return slot;
    this.#remove(slot, "expire");
    return undefined;
  }

  #measure(key: K, value: V, { size }: Own): number {
    const { sizeOf } = this.#limits;
    if (sizeOf === null) return 0;
    const bytes = size ?? sizeOf(value, key);
    if (typeof bytes === "number" && bytes >= 0 && Number.isFinite(bytes)) return bytes;
    throw new BoundedError(
      "bad-bound",
      `the size of an entry is ${String(bytes)}: sizeOf has to return bytes, 0 or more`,
    );
  }

  #takeSize(slot: Slot, size: number): void {
    this.#bytes += size - this.#sizes![slot]!;
    this.#sizes![slot] = size;
  }

  #insert(key: K, value: V, own: Own | null): void {
    const before = this.#table.capacity;
    const slot = this.#table.add(key, value);
    if (this.#table.capacity !== before) this.#grow();
    this.#begin(slot, own);
    const { size } = this.#table.index;
    const { tally } = this;
    tally.inserts++;
    if (size > tally.peak) tally.peak = size;
    if (size >= this.#limits.warnAt) this.#listener.cameToWarnAt();
  }

  #replace(slot: Slot, key: K, value: V, own: Own | null): void {
    if (this.#departures !== null) {
      const old = this.#table.value(slot);
      // What is set again is still there.
      if (!Object.is(old, value)) this.#departures.add(old, key, "replace");
    }
    this.#table.setValue(slot, value);
    this.#table.touch(slot);
    this.#begin(slot, own);
  }

  #begin(slot: Slot, own: Own | null): void {
    const nowMs = this.#timed || own !== null ? pulse.fresh() : pulse.now();
    const lifetimes = this.#lifetimes;
    if (own === null || (own.ttlMs === undefined && own.idleMs === undefined)) {
      lifetimes.began(slot, lifetimes.tick(nowMs));
      if (this.#timed) this.#sweep.comeAfter(nowMs, lifetimes.shortestMs);
      return;
    }
    lifetimes.beganWith(slot, nowMs, own.ttlMs, own.idleMs);
    this.#timed = lifetimes.limited;
    this.#prolongs = lifetimes.prolongs;
    const limitMs = Math.min(own.ttlMs || Infinity, own.idleMs || Infinity, lifetimes.shortestMs);
    if (limitMs < Infinity) this.#sweep.comeAfter(nowMs, limitMs);
  }

  /** Makes room for an entry of so many bytes, which takes the place of the one in `spared` if there is one. */
  #makeRoom(spared: Slot, bytes: number): boolean {
    const isNew = spared === 0 ? 1 : 0;
    const more = spared === 0 || this.#sizes === null ? bytes : bytes - this.#sizes[spared]!;
    const fits = (): boolean =>
      this.#table.index.size + isNew <= this.#max && this.#bytes + more <= this.#maxBytes;
    if (fits()) return true;
    if (this.#limits.onFull !== "evict") {
      if (this.#timed) this.#sweep.wholeRound(pulse.now(), spared);
      return fits();
    }
    while (this.#evict(spared)) if (fits()) return true;
    return false;
  }

  #evict(spared: Slot): boolean {
    const slot = this.#table.victim(spared);
    if (slot === 0) return false;
    this.#remove(slot, this.#isOver(slot) ? "expire" : "evict");
    return true;
  }

  #refuse(): false {
    this.tally.rejects++;
    this.#settle();
    return false;
  }

  #remove(slot: Slot, reason: RemovalReason): void {
    const { tally } = this;
    if (this.#departures !== null)
      this.#departures.add(this.#table.value(slot), this.#table.key(slot), reason);
    this.#table.remove(slot);
    if (this.#sizes !== null) this.#takeSize(slot, 0);
    if (reason === "evict") {
      tally.evictions++;
      if (--this.#untilTurnover <= 0) {
        this.#untilTurnover = this.#max;
        this.#listener.turnedOver();
      }
    } else if (reason === "expire") tally.expirations++;
    else if (reason === "owner" || reason === "collected") tally.ownerRemovals++;
  }

  /** What is left to do when entries have gone. */
  #settle(): void {
    if (this.#table.isSparse) this.#compact();
    if (this.#departures !== null) this.#departures.callAll();
  }

  #grow(): void {
    const { capacity } = this.#table;
    this.#lifetimes.resize(capacity);
    if (this.#sizes === null) return;
    const sizes = new Float64Array(capacity + 1);
    sizes.set(this.#sizes);
    this.#sizes = sizes;
  }

  #compact(): void {
    if (!this.#table.isSparse) return;
    const from = new Uint32Array(Math.max(16, this.#table.index.size) + 1);
    this.#table.compact((slot, to) => {
      from[to] = slot;
    });
    this.#lifetimes.rearrange(from);
    const sizes = this.#sizes;
    if (sizes !== null) this.#sizes = Float64Array.from(from, (slot) => (slot === 0 ? 0 : sizes[slot]!));
    this.#sweep.restart();
  }
}

function readOwn({ ttl, idle, size }: EntryOptions): Own {
  return {
    ttlMs: ttl === undefined ? undefined : readEntryDuration(ttl, "ttl"),
    idleMs: idle === undefined ? undefined : readEntryDuration(idle, "idle"),
    size,
  };
}

import type { OnFull, Policy, RemovalReason } from "#bounded";

/** A removal that was told, or ought to be. */
export interface Removal {
  readonly key: number;
  readonly value: Value;
  readonly reason: RemovalReason;
}

/** Each value is an object of its own, so that it is known which one was removed. */
export interface Value {
  readonly bytes: number;
}

/** The bound of a model, times in milliseconds, Infinity for none. */
export interface ModelBound {
  readonly max: number;
  readonly maxBytes: number;
  readonly policy: Policy;
  readonly onFull: OnFull;
  readonly ttl: number;
  readonly idle: number;
}

interface Entry {
  readonly key: number;
  value: Value;
  setAt: number;
  usedAt: number;
  ttl: number;
  idle: number;
  visited: boolean;
}

/**
 * What a bounded map ought to do, written for reading: an array of entries, oldest first, and a clock set by hand. An
 * entry whose time is over stays until the map says it let go of it, as when it sweeps is its own business.
 */
export class BoundedModel {
  now = 0;
  readonly removals: Removal[] = [];
  bound: ModelBound;
  #entries: Entry[] = [];
  /** For sieve: where the next search begins; null for the oldest. */
  #hand: number | null = null;
  /** Order of iteration: that in which keys first came. */
  #order: number[] = [];

  constructor(bound: ModelBound) {
    this.bound = bound;
  }

  get size(): number {
    return this.#entries.length;
  }

  get bytes(): number {
    return this.#entries.reduce((sum, { value }) => sum + value.bytes, 0);
  }

  /** Keys and values that can be read. */
  get live(): [number, Value][] {
    return this.#order.flatMap((key) => {
      const entry = this.#find(key)!;
      return this.#isOver(entry) ? [] : [[key, entry.value] as [number, Value]];
    });
  }

  get(key: number): Value | undefined {
    const entry = this.#find(key);
    if (entry === undefined) return undefined;
    if (this.#isOver(entry)) {
      this.#remove(entry, "expire");
      return undefined;
    }
    entry.usedAt = this.now;
    this.#use(entry);
    return entry.value;
  }

  /** Whether it is taken in. */
  set(key: number, value: Value, ttl: number | undefined, idle: number | undefined): boolean {
    this.swept(key);
    const known = this.#find(key);
    if (value.bytes > this.bound.maxBytes) {
      if (known !== undefined) this.#remove(known, "evict");
      return false;
    }
    if (!this.#makeRoom(known, value.bytes)) return false;
    const limits = { ttl: ttl ?? this.bound.ttl, idle: idle ?? this.bound.idle };
    const times = { setAt: this.now, usedAt: this.now };
    const entry = this.#find(key);
    if (entry === undefined) {
      this.#entries.push({ key, value, visited: false, ...times, ...limits });
      this.#order.push(key);
    } else {
      this.removals.push({ key, value: entry.value, reason: "replace" });
      Object.assign(entry, { value, ...times, ...limits });
      this.#use(entry);
    }
    return true;
  }

  delete(key: number): boolean {
    const entry = this.#find(key);
    if (entry === undefined) return false;
    const over = this.#isOver(entry);
    this.#remove(entry, over ? "expire" : "delete");
    return !over;
  }

  clear(): void {
    for (const key of this.#order) {
      const entry = this.#find(key)!;
      this.#remove(entry, this.#isOver(entry) ? "expire" : "clear");
    }
    this.#hand = null;
  }

  resize(max: number): void {
    this.bound = { ...this.bound, max };
    while (this.#entries.length > max) this.#evict(undefined);
  }

  /** Takes note that an entry was swept; false when its time was not over. */
  swept(key: number): boolean {
    const entry = this.#find(key);
    if (entry === undefined || !this.#isOver(entry)) return false;
    this.#remove(entry, "expire");
    return true;
  }

  #find(key: number): Entry | undefined {
    return this.#entries.find((entry) => entry.key === key);
  }

  #isOver({ setAt, usedAt, ttl, idle }: Entry): boolean {
    return this.now - setAt > ttl || this.now - usedAt > idle;
  }

  #use(entry: Entry): void {
    entry.visited = true;
    if (this.bound.policy !== "lru") return;
    this.#entries = [...this.#entries.filter((each) => each !== entry), entry];
  }

  #makeRoom(spared: Entry | undefined, bytes: number): boolean {
    const fits = (): boolean =>
      this.#entries.length + (spared === undefined ? 1 : 0) <= this.bound.max &&
      this.bytes + bytes - (spared?.value.bytes ?? 0) <= this.bound.maxBytes;
    if (fits()) return true;
    if (this.bound.onFull !== "evict") return fits();
    while (!fits()) this.#evict(spared);
    return true;
  }

  #evict(spared: Entry | undefined): void {
    const victim =
      this.bound.policy === "sieve" ? this.#sieve(spared) : this.#entries.find((e) => e !== spared)!;
    this.#remove(victim, this.#isOver(victim) ? "expire" : "evict");
  }

  #sieve(spared: Entry | undefined): Entry {
    let at = Math.max(
      0,
      this.#entries.findIndex(({ key }) => key === this.#hand),
    );
    for (;;) {
      const entry = this.#entries[at]!;
      if (!entry.visited && entry !== spared) {
        this.#hand = entry.key;
        return entry;
      }
      entry.visited = false;
      at = (at + 1) % this.#entries.length;
    }
  }

  #remove(entry: Entry, reason: RemovalReason): void {
    const at = this.#entries.indexOf(entry);
    if (this.#hand === entry.key) this.#hand = this.#entries[at + 1]?.key ?? null;
    this.#entries.splice(at, 1);
    this.#order = this.#order.filter((key) => key !== entry.key);
    this.removals.push({ key: entry.key, value: entry.value, reason });
  }
}

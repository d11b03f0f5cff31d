import type { Slot } from "./entry-table.ts";

/** Times are kept in whole units of this many milliseconds: exact where entries expire, coarse where only an age is told. */
const fineMs = 1;
const coarseMs = 64;
/** A 32-bit number of units goes round after this: half of it tells before from after. */
const range = 2 ** 31;

/**
 * When each entry was set, and for as long as it may stay. Four bytes an entry; four more once idle time counts, and
 * four for each limit that entries have of their own. Times go round after 2³² units, so only ages are looked at.
 */
export class Lifetimes {
  #unitMs: number;
  readonly #ttlMs: number;
  readonly #idleMs: number;
  #ttl = 0;
  #idle = 0;
  #setAt: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  #usedAt: Uint32Array<ArrayBuffer> | null = null;
  #ownTtl: Uint32Array<ArrayBuffer> | null = null;
  #ownIdle: Uint32Array<ArrayBuffer> | null = null;
  /** The shortest of all limits, milliseconds; Infinity while nothing expires. */
  shortestMs: number = Infinity;

  constructor(ttlMs: number, idleMs: number) {
    this.#ttlMs = ttlMs;
    this.#idleMs = idleMs;
    this.#unitMs = coarseMs;
    const limits = [ttlMs, idleMs].filter((ms) => ms > 0);
    if (limits.length > 0) this.#countFrom(0, ...limits);
  }

  /** Whether any entry can expire. */
  get limited(): boolean {
    return this.shortestMs < Infinity;
  }

  /** Whether being read prolongs the life of entries. */
  get prolongs(): boolean {
    return this.#usedAt !== null;
  }

  /** A time in units. */
  tick(nowMs: number): number {
    return (nowMs / this.#unitMs) >>> 0;
  }

  /** Notes that an entry was set. Limits of its own are milliseconds, 0 for never; undefined for those of all. */
  began(slot: Slot, tick: number): void {
    this.#setAt[slot] = tick;
    if (this.#usedAt !== null) this.#usedAt[slot] = tick;
    if (this.#ownTtl !== null) this.#ownTtl[slot] = this.#ttl;
    if (this.#ownIdle !== null) this.#ownIdle[slot] = this.#idle;
  }

  /** The same for an entry with limits of its own, milliseconds: 0 for never, undefined for those of all. */
  beganWith(slot: Slot, nowMs: number, ttlMs: number | undefined, idleMs: number | undefined): void {
    this.#countFrom(nowMs, ...[ttlMs, idleMs].filter((ms) => ms !== undefined && ms > 0).map(Number));
    const length = this.#setAt.length;
    if (ttlMs !== undefined) this.#ownTtl ??= new Uint32Array(length).fill(this.#ttl);
    if (idleMs !== undefined) {
      this.#usedAt ??= this.#setAt.slice();
      this.#ownIdle ??= new Uint32Array(length).fill(this.#idle);
    }
    this.began(slot, this.tick(nowMs));
    if (ttlMs !== undefined) this.#ownTtl![slot] = this.#units(ttlMs);
    if (idleMs !== undefined) this.#ownIdle![slot] = this.#units(idleMs);
  }

  /** Notes that an entry was read. */
  used(slot: Slot, tick: number): void {
    if (this.#usedAt !== null) this.#usedAt[slot] = tick;
  }

  /** Whether the entry's time is over: never before it is, and less than a unit after. */
  isOver(slot: Slot, tick: number): boolean {
    return this.#left(slot, tick) < 0;
  }

  /** Milliseconds until the entry's time is over; negative when it is, Infinity when it never will be. */
  leftMs(slot: Slot, tick: number): number {
    return this.#left(slot, tick) * this.#unitMs;
  }

  /** Milliseconds since the entry was set. */
  ageMs(slot: Slot, tick: number): number {
    return ((tick - this.#setAt[slot]!) >>> 0) * this.#unitMs;
  }

  /** Makes room for so many slots. */
  resize(capacity: number): void {
    this.#setAt = resized(this.#setAt, capacity);
    if (this.#usedAt !== null) this.#usedAt = resized(this.#usedAt, capacity);
    if (this.#ownTtl !== null) this.#ownTtl = resized(this.#ownTtl, capacity);
    if (this.#ownIdle !== null) this.#ownIdle = resized(this.#ownIdle, capacity);
  }

  /** Takes entries to other slots: `from[to]` is where the one of a slot was before; 0 is unused. */
  rearrange(from: Uint32Array): void {
    this.#setAt = rearranged(this.#setAt, from);
    if (this.#usedAt !== null) this.#usedAt = rearranged(this.#usedAt, from);
    if (this.#ownTtl !== null) this.#ownTtl = rearranged(this.#ownTtl, from);
    if (this.#ownIdle !== null) this.#ownIdle = rearranged(this.#ownIdle, from);
  }

  #left(slot: Slot, tick: number): number {
    const ttl = this.#ownTtl === null ? this.#ttl : this.#ownTtl[slot]!;
    const byAge = ttl === 0 ? Infinity : ttl - ((tick - this.#setAt[slot]!) >>> 0);
    if (this.#usedAt === null) return byAge;
    const idle = this.#ownIdle === null ? this.#idle : this.#ownIdle[slot]!;
    const byUse = idle === 0 ? Infinity : idle - ((tick - this.#usedAt[slot]!) >>> 0);
    return Math.min(byAge, byUse);
  }

  #units(ms: number): number {
    return Math.ceil(ms / this.#unitMs);
  }

  /** Lets limits count from now on: in fine units unless one of them is too long for those. */
  #countFrom(nowMs: number, ...limitsMs: readonly number[]): void {
    if (limitsMs.length === 0) return;
    const longest = Math.max(...limitsMs, this.#ttlMs, this.#idleMs);
    const unitMs = longest < range * fineMs ? fineMs : coarseMs;
    // Once coarse because of a long limit, it stays so.
    if (this.shortestMs === Infinity || unitMs > this.#unitMs) this.#changeUnit(unitMs, nowMs);
    this.shortestMs = Math.min(this.shortestMs, ...limitsMs);
    if (this.#idleMs > 0) this.#usedAt ??= this.#setAt.slice();
  }

  #changeUnit(unitMs: number, nowMs: number): void {
    const before = this.tick(nowMs);
    const ratio = this.#unitMs / unitMs;
    const now = (nowMs / unitMs) >>> 0;
    for (const times of [this.#setAt, this.#usedAt])
      if (times !== null && ratio !== 1)
        for (let slot = 0; slot < times.length; slot++)
          times[slot] = now - Math.min(range, ((before - times[slot]!) >>> 0) * ratio);
    for (const limits of [this.#ownTtl, this.#ownIdle])
      if (limits !== null)
        for (let slot = 0; slot < limits.length; slot++) limits[slot] = Math.ceil(limits[slot]! * ratio);
    this.#unitMs = unitMs;
    this.#ttl = this.#units(this.#ttlMs);
    this.#idle = this.#units(this.#idleMs);
  }
}

function resized(before: Uint32Array, capacity: number): Uint32Array<ArrayBuffer> {
  const after = new Uint32Array(capacity + 1);
  after.set(before.length > after.length ? before.subarray(0, after.length) : before);
  return after;
}

function rearranged(before: Uint32Array, from: Uint32Array): Uint32Array<ArrayBuffer> {
  const after = new Uint32Array(from.length);
  for (let to = 1; to < from.length; to++) after[to] = before[from[to]!]!;
  return after;
}

import { BoundedError } from "./bounded-error.ts";
import { readDuration, type Duration } from "./duration.ts";

/**
 * Why an entry is no longer in its collection. `evict`: it made room for another. `expire`: its ttl or idle time is
 * over. `replace`: its key got another value. `owner`: what it belonged to has ended. `collected`: what it belonged to
 * was garbage.
 */
export type RemovalReason = "evict" | "expire" | "delete" | "clear" | "replace" | "owner" | "collected";

/** What happens to a new entry when there is no room: another goes, an error is thrown, or it is not taken in. */
export type OnFull = "evict" | "throw" | "reject";

/**
 * Which entry goes first. `lru`: the one not used for longest; right for sessions. `fifo`: the one that came first.
 * `sieve`: the first not used since the hand last passed it; more hits on a cache with favourites, fewer where keys
 * come, are used for a while and never come back. Source: Zhang et al., "SIEVE is simpler than LRU", NSDI 2024.
 */
export type Policy = "lru" | "fifo" | "sieve";

/** What every bound may say beside the size. */
export interface BoundOptions<K, V> {
  /** What lists and messages call the collection; file and line of its construction unless given. */
  readonly name?: string;
  readonly policy?: Policy;
  readonly onFull?: OnFull;
  /** An entry goes so long after it was last set. */
  readonly ttl?: Duration;
  /** An entry goes when it was neither read nor set for so long. */
  readonly idle?: Duration;
  /**
   * Called once for every entry that is no longer there, after the collection is consistent again: it may call the
   * collection. What it throws comes out of the call that removed the entry, after all others were called.
   */
  onRemove?(value: V, key: K, reason: RemovalReason): void;
}

/** The bound a collection must have: a number of entries, or bytes and how to measure them. A ttl alone bounds nothing. */
export type Bound<K, V> = BoundOptions<K, V> &
  (
    | { readonly max: number; readonly maxBytes?: never; readonly sizeOf?: never }
    | { readonly max?: number; readonly maxBytes: number; sizeOf(value: V, key: K): number }
  );

/** Why a collection has no bound, in words a reviewer can check. */
export interface Unbounded {
  readonly reason: string;
  readonly name?: string;
  /** So many entries belie the reason: a warning is raised, and `find` takes growth for a leak again. */
  readonly warnAt?: number;
}

/** What one entry may say for itself. */
export interface EntryOptions {
  /** In place of the collection's; Infinity for never. */
  readonly ttl?: Duration;
  readonly idle?: Duration;
  /** In place of what `sizeOf` would say. */
  readonly size?: number;
}

/** A bound as the collections work with it: everything filled in, times in milliseconds, 0 for none. */
export interface Limits<K, V> {
  readonly max: number;
  readonly maxBytes: number;
  readonly sizeOf: ((value: V, key: K) => number) | null;
  readonly policy: Policy;
  readonly onFull: OnFull;
  readonly ttlMs: number;
  readonly idleMs: number;
  readonly onRemove: ((value: V, key: K, reason: RemovalReason) => void) | null;
  readonly reason: string | null;
  readonly warnAt: number;
}

/** A Map of JavaScript holds no more than this. */
export const mostEntries: number = 2 ** 24;
const defaultWarnAt = 10_000;

/** Checks a bound that may come from untyped code, and fills it in. */
export function readBound<K, V>(bound: Bound<K, V>): Limits<K, V> {
  if (typeof bound !== "object" || bound === null || Symbol.iterator in bound)
    throw new BoundedError("bad-bound", "no bound: give { max: 10_000 } first, entries second");
  const { max, maxBytes } = bound;
  const measures = typeof bound.sizeOf === "function";
  if (max === undefined && maxBytes === undefined)
    throw new BoundedError(
      "bad-bound",
      'no bound: give max, or maxBytes with sizeOf (a ttl alone bounds nothing), or say why not: BoundedMap.unbounded({ reason: "…" })',
    );
  if (maxBytes !== undefined && !measures)
    throw new BoundedError(
      "bad-bound",
      "maxBytes without sizeOf: give a function that says the bytes of an entry",
    );
  return {
    ...optionsOf(bound),
    max: max === undefined ? mostEntries : readWhole(max, "max"),
    maxBytes: maxBytes === undefined ? Infinity : readBytes(maxBytes),
    sizeOf: maxBytes === undefined ? null : (value, key) => bound.sizeOf(value, key),
    reason: null,
    warnAt: Infinity,
  };
}

/** The limits of a collection that is unbounded on purpose. */
export function readUnbounded<K, V>({ reason, warnAt }: Unbounded): Limits<K, V> {
  if (typeof reason !== "string" || reason.trim() === "")
    throw new BoundedError(
      "bad-bound",
      "unbounded without a reason: say in a few words why it cannot grow for ever",
    );
  return {
    ...optionsOf<K, V>({}),
    max: mostEntries,
    maxBytes: Infinity,
    sizeOf: null,
    reason,
    warnAt: warnAt === undefined ? defaultWarnAt : readWhole(warnAt, "warnAt"),
  };
}

/** Checks what all kinds of bound have in common. */
export function optionsOf<K, V>(
  options: BoundOptions<K, V>,
): Pick<Limits<K, V>, "policy" | "onFull" | "ttlMs" | "idleMs" | "onRemove"> {
  const { policy = "lru", onFull = "evict", ttl, idle } = options;
  oneOf(policy, ["lru", "fifo", "sieve"], "policy");
  oneOf(onFull, ["evict", "throw", "reject"], "onFull");
  if (options.onRemove !== undefined && typeof options.onRemove !== "function")
    throw new BoundedError("bad-bound", `onRemove is ${typeof options.onRemove}: give a function`);
  return {
    policy,
    onFull,
    ttlMs: ttl === undefined ? 0 : readDuration(ttl, "ttl"),
    idleMs: idle === undefined ? 0 : readDuration(idle, "idle"),
    onRemove:
      options.onRemove === undefined ? null : (value, key, reason) => options.onRemove!(value, key, reason),
  };
}

/** Checks a number of bytes. */
export function readBytes(maxBytes: number): number {
  if (typeof maxBytes === "number" && maxBytes > 0 && Number.isFinite(maxBytes)) return maxBytes;
  throw new BoundedError(
    "bad-bound",
    `maxBytes is ${String(maxBytes)}: give a number of bytes of more than 0`,
  );
}

/** Checks a choice among words. */
export function oneOf(value: string, allowed: readonly string[], option: string): void {
  if (!allowed.includes(value))
    throw new BoundedError(
      "bad-bound",
      `${option} is ${JSON.stringify(value)}: choose from ${allowed.join(", ")}`,
    );
}

/** Checks a number of entries; `option` is what the caller knows it by. */
export function readWhole(value: number, option: string): number {
  if (Number.isInteger(value) && value >= 1 && value <= mostEntries) return value;
  throw new BoundedError(
    "bad-bound",
    `${option} is ${String(value)}: give a whole number from 1 to ${mostEntries}, the most a Map can hold`,
  );
}

import type { Limits } from "./bound.ts";
import { mostEntries } from "./bound.ts";
import { BoundedError } from "./bounded-error.ts";
import type { CollectionStats, ListedKind } from "./collection-stats.ts";
import type { ConstructionSite } from "./construction-site.ts";
import { Entries, type EntriesListener } from "./entries.ts";
import { FillRate, timeUntilFull } from "./fill-rate.ts";
import { household } from "./household.ts";
import type { Listed } from "./listed.ts";

const { registry } = household;

/** Everything evicted within this time is worth telling. */
const stormMs = 10_000;

/** Bounded entries with a name, in the registry of the process. */
export class ListedEntries<K, V> implements Listed, EntriesListener {
  readonly entries: Entries<K, V>;
  readonly kind: ListedKind;
  readonly reason: string | null;
  readonly warnAt: number | null;
  readonly #name: string | ConstructionSite;
  readonly #createdAtMs: number = Date.now();
  readonly #rate: FillRate = new FillRate(performance.now(), 0);
  readonly #reference: WeakRef<Listed>;
  readonly #shown: (value: V) => unknown;
  #turnedOverAtMs: number = performance.now();

  /** `collection` is what the program has in hand; `shown` what a value is to the program. */
  constructor(
    collection: object,
    kind: ListedKind,
    name: string | ConstructionSite,
    limits: Limits<K, V>,
    shown: (value: V) => unknown = (value) => value,
  ) {
    this.#shown = shown;
    this.kind = kind;
    this.reason = limits.reason;
    this.warnAt = limits.warnAt < Infinity ? limits.warnAt : null;
    this.#name = name;
    this.entries = new Entries(limits, this);
    this.#reference = registry.add(collection, this);
  }

  get name(): string {
    return typeof this.#name === "string" ? this.#name : this.#name.name;
  }

  get size(): number {
    return this.entries.size;
  }

  get max(): number | null {
    return this.entries.max < mostEntries ? this.entries.max : null;
  }

  get maxBytes(): number | null {
    return this.entries.maxBytes < Infinity ? this.entries.maxBytes : null;
  }

  holds(key: unknown): boolean {
    return this.entries.has(key as K);
  }

  sample(most: number): unknown[][] {
    return this.entries.sample(most).map(([key, value]) => [key, this.#shown(value)]);
  }

  stats(): CollectionStats {
    const { entries, max, maxBytes, size } = this;
    const { hits, misses } = entries.tally;
    const growthPerSecond = this.#rate.perSecond(performance.now(), size);
    return {
      name: this.name,
      kind: this.kind,
      createdAt: new Date(this.#createdAtMs).toISOString(),
      size,
      max,
      bytes: maxBytes === null ? null : entries.bytes,
      maxBytes,
      ...entries.tally,
      hitRatio: hits + misses === 0 ? null : hits / (hits + misses),
      oldestAgeMs: entries.oldestAgeMs(),
      growthPerSecond,
      fillEtaMs: this.#timeUntilFull(growthPerSecond),
      ...(this.reason === null ? {} : { reason: this.reason }),
    };
  }

  /** The error of a collection that is told to throw when it is full. */
  fullError(): BoundedError {
    const { size, max, maxBytes, entries } = this;
    const full = [
      ...(max === null ? [] : [`${size} of ${max} entries`]),
      ...(maxBytes === null ? [] : [`${entries.bytes} of ${maxBytes} bytes`]),
    ];
    return new BoundedError(
      "collection-full",
      `${this.name} is full, ${full.join(" and ")}: raise the bound, let entries expire, or choose onFull: "evict"`,
    );
  }

  /** Takes it off the list. */
  unlist(): void {
    registry.remove(this.#reference);
  }

  turnedOver(): void {
    const now = performance.now();
    const wasMs = this.#turnedOverAtMs;
    this.#turnedOverAtMs = now;
    if (now - wasMs < stormMs) registry.tell("evict-storm", this);
  }

  cameToWarnAt(): void {
    registry.tell("warn", this);
  }

  /** Of the two bounds, the one that is reached first. */
  #timeUntilFull(perSecond: number): number | null {
    const { size, max, maxBytes, warnAt, entries } = this;
    const byBytes =
      maxBytes === null || size === 0 ? null : Math.floor(maxBytes / (entries.bytes / size || 1));
    const limits = [max ?? warnAt, byBytes].filter((limit) => limit !== null);
    return timeUntilFull(size, limits.length === 0 ? null : Math.min(...limits), perSecond);
  }
}

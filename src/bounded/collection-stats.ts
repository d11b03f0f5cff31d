/** What is listed: one of ours, or a plain collection or cache that is only watched. */
export type ListedKind =
  | "BoundedMap"
  | "BoundedSet"
  | "BoundedArray"
  | "ScopedMap"
  | "unbounded"
  | "Map"
  | "Set"
  | "Array"
  | "cache";

/** A collection at one time, in numbers. Sizes are bytes, times milliseconds; null where it does not apply. */
export interface CollectionStats {
  readonly name: string;
  readonly kind: ListedKind;
  /** When it was made, or first watched: an ISO 8601 time. */
  readonly createdAt: string;
  readonly size: number;
  readonly max: number | null;
  readonly bytes: number | null;
  readonly maxBytes: number | null;
  /** The most entries it ever held, as far as was seen. */
  readonly peak: number;
  readonly inserts: number;
  readonly evictions: number;
  readonly expirations: number;
  /** Entries that went with what they belonged to. */
  readonly ownerRemovals: number;
  readonly rejects: number;
  readonly hits: number;
  readonly misses: number;
  /** Share of the reads that found an entry, 0 to 1; null before the first read. */
  readonly hitRatio: number | null;
  /** Since the entry that was set longest ago was set. */
  readonly oldestAgeMs: number | null;
  /** Entries gained a second, lately. */
  readonly growthPerSecond: number;
  /** Until it is full at that rate: 0 when it is full, null when it does not grow or has no bound. */
  readonly fillEtaMs: number | null;
  /** Why it has no bound, where that is on purpose. */
  readonly reason?: string;
}

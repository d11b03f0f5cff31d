import type { CollectionStats, ListedKind } from "./collection-stats.ts";

/** What the registry knows of a collection. `find` reads it too, in the process it looks at. */
export interface Listed {
  readonly kind: ListedKind;
  readonly name: string;
  readonly size: number;
  /** Most entries it takes; null when that is not bounded, or only by bytes. */
  readonly max: number | null;
  readonly maxBytes: number | null;
  /** Why it is unbounded, and how many entries belie that; null for all others. */
  readonly reason: string | null;
  readonly warnAt: number | null;
  stats(): CollectionStats;
  /** Whether there is an entry under a key. */
  holds(key: unknown): boolean;
  /** A few entries, each as the values it consists of, for estimating their size. Looking is no use of them. */
  sample(most: number): unknown[][];
}

/** What happened to the entries of a collection since it was made. */
export interface Tally {
  peak: number;
  inserts: number;
  evictions: number;
  expirations: number;
  ownerRemovals: number;
  rejects: number;
  hits: number;
  misses: number;
}

/** The tally of a collection that was just made. */
export function emptyTally(): Tally {
  return {
    peak: 0,
    inserts: 0,
    evictions: 0,
    expirations: 0,
    ownerRemovals: 0,
    rejects: 0,
    hits: 0,
    misses: 0,
  };
}

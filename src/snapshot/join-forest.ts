/** Entries in a piece of `JoinForest.sources`, as a power of two. */
const PIECE_SHIFT = 16;
const PIECE_MASK = (1 << PIECE_SHIFT) - 1;

/**
 * The part of the depth-first tree that finding dominators needs: its joins, the nodes that more than one edge leads
 * to. What only one edge leads to is dominated by where that edge comes from, and never changes the answer for others
 * but through the deepest common ancestor, which is noted right when the edge is seen. Joins have ranks, from 1 on in
 * the order they were first seen; rank 0 is what is above all joins.
 */
export class JoinForest {
  count = 0;
  /** Preorder number of each join. */
  readonly numbers: Uint32Array;
  /** The nearest join above. */
  readonly ancestors: Uint32Array;
  /** The smallest preorder number known to be a semidominator of the join, or above it. */
  readonly semis: Uint32Array;
  /** Newest entry of `sources` for each join; 0 for none. */
  readonly heads: Uint32Array;
  /**
   * Entries from 1 on, two elements each: the rank of a join that leads to a join, and the next entry of the latter.
   * In pieces, so that growing copies nothing.
   */
  readonly sources: Uint32Array[] = [];
  #sourceCount = 0;

  constructor(most: number) {
    this.numbers = new Uint32Array(most + 1);
    this.ancestors = new Uint32Array(most + 1);
    this.semis = new Uint32Array(most + 1);
    this.heads = new Uint32Array(most + 1);
  }

  /** The rank of a join seen for the first time. */
  add(number: number, parent: number, ancestor: number): number {
    const rank = ++this.count;
    this.numbers[rank] = number;
    this.ancestors[rank] = ancestor;
    this.semis[rank] = parent;
    return rank;
  }

  /** Notes that an edge leads to a join from below `source`; false when that was the last thing noted for it. */
  addSource(rank: number, source: number): boolean {
    const { sources } = this;
    const head = this.heads[rank]!;
    if (head !== 0 && sources[head >>> PIECE_SHIFT]![(head & PIECE_MASK) * 2] === source) return false;
    const entry = ++this.#sourceCount;
    const piece = (sources[entry >>> PIECE_SHIFT] ??= new Uint32Array(2 << PIECE_SHIFT));
    piece[(entry & PIECE_MASK) * 2] = source;
    piece[(entry & PIECE_MASK) * 2 + 1] = head;
    this.heads[rank] = entry;
    return true;
  }
}

/**
 * The semidominators of all joins, in `forest.semis`: the second step of semi-NCA (Georgiadis, Tarjan, Werneck,
 * "Finding dominators in practice", 2006), with path compression, over the forest of joins only.
 */
export function findSemidominators(forest: JoinForest): void {
  const { count, semis, heads, sources } = forest;
  const ancestors = forest.ancestors;
  const best = new Uint32Array(count + 1);
  const path = new Uint32Array(count + 1);
  for (let rank = count; rank > 0; rank--) {
    let semi = semis[rank]!;
    for (let entry = heads[rank]!; entry !== 0;) {
      const piece = sources[entry >>> PIECE_SHIFT]!;
      let top = piece[(entry & PIECE_MASK) * 2]!;
      entry = piece[(entry & PIECE_MASK) * 2 + 1]!;
      let length = 0;
      while (ancestors[top]! > rank) {
        path[length++] = top;
        top = ancestors[top]!;
      }
      let least = best[top]!;
      const above = ancestors[top]!;
      while (length > 0) {
        const node = path[--length]!;
        if (best[node]! < least) least = best[node]!;
        else best[node] = least;
        ancestors[node] = above;
      }
      if (least < semi) semi = least;
    }
    semis[rank] = semi;
    best[rank] = semi;
  }
}

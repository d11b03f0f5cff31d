import { IncomingFlag } from "./incoming.ts";
import { JoinForest } from "./join-forest.ts";
import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, EdgeType, type Snapshot } from "./model.ts";

/** Bit of `codes` that says that the node is a join. */
const JOIN = 1 << 31;
const NUMBER = 0x7fff_ffff;

/** Working memory for `DepthFirst`, one element per node and one more. */
export interface DepthFirstMemory {
  readonly codes: Int32Array;
  readonly order: Uint32Array;
  readonly parents: Uint32Array;
}

/**
 * Visits the nodes depth first over the edges that keep alive, numbering them in the order they are first seen, from 1
 * on, and notes on the way what finding dominators needs of the edges that are not in the tree. Each edge is looked at
 * once.
 */
export class DepthFirst {
  /** The nodes by their numbers; element 0 is not used. */
  readonly order: Uint32Array;
  /** Number of the parent by that of the child. */
  readonly parents: Uint32Array;
  readonly forest: JoinForest;
  /** How many nodes have been seen. */
  count = 0;
  /** The first numbers, up to this one, are of nodes that only nodes of programs keep alive. */
  ownedCount = 0;
  /** Other such nodes, not seen while those got their numbers; null when there are none. */
  alsoOwned: Uint8Array | null = null;
  /** By node: its number, or its rank in the forest and `JOIN`. */
  readonly #codes: Int32Array;
  readonly #snapshot: Snapshot;
  /** By depth: number, nearest join, next edge and last edge of the nodes that are being visited. */
  readonly #numbers: Uint32Array;
  readonly #joins: Uint32Array;
  readonly #edges: Uint32Array;
  readonly #lasts: Uint32Array;
  #depth = 0;

  constructor(snapshot: Snapshot, memory: DepthFirstMemory, flags: Uint8Array) {
    const { count } = snapshot.nodes;
    this.#snapshot = snapshot;
    this.order = memory.order;
    this.parents = memory.parents;
    this.#codes = memory.codes;
    let joins = 0;
    for (let node = 1; node < count; node++) {
      const isJoin = (flags[node]! & IncomingFlag.join) !== 0;
      memory.codes[node] = isJoin ? JOIN : 0;
      if (isJoin) joins++;
    }
    memory.codes[0] = 0;
    this.forest = new JoinForest(joins);
    this.#numbers = new Uint32Array(count + 1);
    this.#joins = new Uint32Array(count + 1);
    this.#edges = new Uint32Array(count + 1);
    this.#lasts = new Uint32Array(count + 1);
    this.#number(0, 0, 0);
    this.#numbers[0] = 1;
  }

  isSeen(node: number): boolean {
    return (this.#codes[node]! & NUMBER) !== 0;
  }

  isOwned(node: number): boolean {
    const code = this.#codes[node]!;
    const number = code < 0 ? this.forest.numbers[code & NUMBER]! : code;
    return (number > 0 && number <= this.ownedCount) || this.alsoOwned?.[node] === 1;
  }

  /** Follows an edge from the root to a node, and everything that can be reached from there. */
  visit(node: number): void {
    if (!this.isSeen(node)) {
      const join = this.#number(node, 1, 0);
      this.#push(node, this.count, join);
      this.#run();
    } else if (this.#codes[node]! < 0) {
      this.forest.semis[this.#codes[node]! & NUMBER] = 1;
    }
  }

  /** Gives a node that nothing reaches a number, as if the root led to it, without following its edges. */
  attach(node: number): void {
    this.#number(node, 1, 0);
  }

  /** Lets the root dominate a node that something refers to that the root does not reach. */
  raise(node: number): void {
    const code = this.#codes[node]!;
    if (code < 0) this.forest.semis[code & NUMBER] = 1;
  }

  #number(node: number, parent: number, join: number): number {
    const number = ++this.count;
    this.order[number] = node;
    this.parents[number] = parent;
    if (this.#codes[node]! >= 0) {
      this.#codes[node] = number;
      return join;
    }
    const rank = this.forest.add(number, parent, join);
    this.#codes[node] = JOIN | rank;
    return rank;
  }

  #push(node: number, number: number, join: number): void {
    const { firstEdges } = this.#snapshot.nodes;
    const depth = ++this.#depth;
    this.#numbers[depth] = number;
    this.#joins[depth] = join;
    this.#edges[depth] = firstEdges[node]!;
    this.#lasts[depth] = firstEdges[node + 1]!;
  }

  /** Follows the edges of what is on the stack, and of all that leads to, until only the root is left there. */
  #run(): void {
    const { firstEdges } = this.#snapshot.nodes;
    const { ends } = this.#snapshot.edges;
    const { order, parents, forest, ownedCount, alsoOwned } = this;
    const codes = this.#codes;
    const numbers = this.#numbers;
    const joins = this.#joins;
    const edges = this.#edges;
    const lasts = this.#lasts;
    const joinNumbers = forest.numbers;
    let { count } = this;
    let depth = this.#depth;
    while (depth > 0) {
      const number = numbers[depth]!;
      const join = joins[depth]!;
      const last = lasts[depth]!;
      const isOwned = ownedCount === 0 || alsoOwned?.[order[number]!] === 1;
      let edge = edges[depth]!;
      let entered = 0;
      while (edge < last) {
        const end = ends[edge++]!;
        const type = end >>> EDGE_TYPE_SHIFT;
        if (type === EdgeType.weak || type === EdgeType.shortcut) continue;
        const target = end & EDGE_TARGET_MASK;
        const code = codes[target]!;
        if ((code & NUMBER) !== 0) {
          const rank = code & NUMBER;
          if (code > 0 || rank === join) continue;
          if (!isOwned && (joinNumbers[rank]! <= ownedCount || alsoOwned?.[target] === 1)) continue;
          this.#noteJoin(rank, join, depth);
          continue;
        }
        if (!isOwned && alsoOwned?.[target] === 1) continue;
        order[++count] = target;
        parents[count] = number;
        const below = code < 0 ? forest.add(count, number, join) : join;
        codes[target] = code < 0 ? JOIN | below : count;
        entered = firstEdges[target]!;
        const past = firstEdges[target + 1]!;
        if (entered === past) continue;
        edges[depth++] = edge;
        numbers[depth] = count;
        joins[depth] = below;
        edges[depth] = entered;
        lasts[depth] = past;
        break;
      }
      if (numbers[depth] === number) depth--;
    }
    this.count = count;
    this.#depth = 0;
  }

  /** Notes an edge from the top of the stack, below `join`, to a join that has been seen before. */
  #noteJoin(rank: number, join: number, depth: number): void {
    const { forest } = this;
    const { semis } = forest;
    const numbers = this.#numbers;
    const number = numbers[depth]!;
    const to = forest.numbers[rank]!;
    const semi = semis[rank]!;
    if (to > number) {
      // The join is below: where the edge comes from is a semidominator of it.
      if (number < semi) semis[rank] = number;
      return;
    }
    const top = numbers[1]!;
    if (to < top) semis[rank] = 1;
    if (to < top || semi === 1) return;
    if (join > rank && !forest.addSource(rank, join)) return;
    if (semi <= top) return;
    let low = 1;
    let high = depth;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (numbers[middle]! <= to) low = middle;
      else high = middle;
    }
    // The deepest ancestor that both have; it is the join itself where the edge leads back up.
    const common = numbers[low]!;
    if (common !== to && common < semi) semis[rank] = common;
  }
}

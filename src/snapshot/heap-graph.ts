import { ownMemory, type Allocate } from "./columns.ts";
import { findDominators, type DominatorTree } from "./dominators.ts";
import { ephemeronEdges, type EphemeronEdge } from "./ephemerons.ts";
import type { Graph } from "./graph.ts";
import { sweepIncoming } from "./incoming.ts";
import { EDGE_TYPE_SHIFT, EdgeType, type ByteColumn, type Snapshot } from "./model.ts";
import { belongings, settleOwners, type Belongings } from "./owners.ts";
import { withoutDominated } from "./shallow-sizes.ts";
import { userRoots } from "./user-roots.ts";

/**
 * Dominators and retained sizes of all nodes: three sweeps over the edges and a few over the nodes. Takes 16 bytes a
 * node beside the snapshot while it runs, and keeps 12.
 */
export function buildGraph(snapshot: Snapshot, allocate: Allocate = ownMemory): Graph {
  const { count } = snapshot.nodes;
  const column = (): Uint32Array => new Uint32Array(allocate(count * 4 + 4));
  const incoming = sweepIncoming(snapshot, column());
  const order = column();
  settleOwners(snapshot, incoming, order);
  const owned = userRoots(snapshot).length > 0 ? belongings(snapshot, incoming.owners) : null;
  const codes = new Int32Array(allocate(count * 4 + 4));
  // The owners are settled, so their memory can serve again; so can that of the codes afterwards.
  const memory = { codes, order, parents: incoming.owners };
  const tree = withWeakPairs(snapshot, (pairs) => findDominators(snapshot, memory, incoming.flags, pairs));
  const dominators = new Uint32Array(codes.buffer, 0, count);
  const sizes = startingSizes(snapshot.nodes.selfSizes, column);
  if (owned !== null) moveToOwners(owned, snapshot.nodes.selfSizes, sizes);
  addUp(tree, sizes, dominators);
  return new HeapGraph(snapshot, tree, dominators, sizes);
}

/** Moves the bytes of what has one owner to it. */
function moveToOwners({ nodes, owners }: Belongings, selfSizes: ByteColumn, sizes: ByteColumn): void {
  for (let row = 0; row < nodes.length; row++) {
    const node = nodes[row]!;
    sizes[owners[row]!]! += selfSizes[node]!;
    sizes[node] = 0;
  }
}

class HeapGraph implements Graph {
  readonly snapshot: Snapshot;
  readonly dominators: Uint32Array;
  readonly retainedSizes: ByteColumn;
  readonly order: Uint32Array;
  readonly reachableCount: number;
  #shallowSizes: ByteColumn | null = null;

  constructor(snapshot: Snapshot, tree: DominatorTree, dominators: Uint32Array, retainedSizes: ByteColumn) {
    this.snapshot = snapshot;
    this.dominators = dominators;
    this.retainedSizes = retainedSizes;
    this.order = tree.order.subarray(1);
    this.reachableCount = tree.reachableCount;
  }

  /** Taken back out of the retained sizes when first asked for, as most questions do without. */
  get shallowSizes(): ByteColumn {
    this.#shallowSizes ??= withoutDominated(this.retainedSizes, this.dominators);
    return this.#shallowSizes;
  }
}

/** A copy of the self sizes that their sum fits in. */
function startingSizes(selfSizes: ByteColumn, memory: () => Uint32Array): ByteColumn {
  let total = 0;
  for (let node = 0; node < selfSizes.length; node++) total += selfSizes[node]!;
  if (total >= 2 ** 32) return Float64Array.from(selfSizes);
  const sizes = memory().subarray(0, selfSizes.length);
  sizes.set(selfSizes);
  return sizes;
}

/** Runs with the edges from tables of WeakMaps to values as weak as they are in truth. */
function withWeakPairs<T>(snapshot: Snapshot, run: (pairs: readonly EphemeronEdge[]) => T): T {
  const { ends } = snapshot.edges;
  const pairs = ephemeronEdges(snapshot);
  const mark = (type: number): void => {
    for (const { edge, value } of pairs) ends[edge] = value | (type << EDGE_TYPE_SHIFT);
  };
  mark(EdgeType.weak);
  try {
    return run(pairs);
  } finally {
    mark(EdgeType.internal);
  }
}

/** Adds the size of every node to that of its dominator, and notes the dominators by node. */
function addUp(tree: DominatorTree, sizes: ByteColumn, dominators: Uint32Array): void {
  const { order } = tree;
  for (let number = dominators.length; number > 1; number--) {
    const node = order[number]!;
    const dominator = order[tree.dominators[number]!]!;
    dominators[node] = dominator;
    sizes[dominator]! += sizes[node]!;
  }
  dominators[0] = 0;
}

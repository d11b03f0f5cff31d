import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";

/**
 * The objects that are in one snapshot only, in bundles: each hangs by its topmost object, the root, on an object that is in
 * both. For the later snapshot these are the new objects, for the earlier one those that have gone.
 */
export interface Boundary {
  /** For each node the root of its bundle plus 1; 0 for nodes that are in both snapshots. */
  readonly roots: Uint32Array;
  /** For each root the bytes and objects of its bundle; 0 for other nodes. */
  readonly bytes: Float64Array;
  readonly counts: Uint32Array;
  /** For each root the edge plus 1 by which its dominator holds it; 0 when others hold it together. */
  readonly edges: Uint32Array;
}

/** Finds the bundles; `twins` is 0 for the nodes that are in this snapshot only. Two passes; 24 bytes a node. */
export function boundaryOf(heap: Heap, twins: Uint32Array): Boundary {
  const { order, dominators, snapshot } = heap.graph;
  const count = snapshot.nodes.count;
  const roots = new Uint32Array(count);
  const bytes = new Float64Array(count);
  const counts = new Uint32Array(count);
  const holds = new Uint8Array(count);
  for (const node of order) {
    if (twins[node] !== 0) continue;
    const dominator = dominators[node]!;
    if (twins[dominator] !== 0) holds[dominator] = 1;
    const root = twins[dominator] !== 0 ? node : roots[dominator]! - 1;
    roots[node] = root + 1;
    bytes[root] = bytes[root]! + snapshot.nodes.selfSizes[node]!;
    counts[root] = counts[root]! + 1;
  }
  return { roots, bytes, counts, edges: holdingEdges(heap, roots, holds) };
}

function holdingEdges(heap: Heap, roots: Uint32Array, holds: Uint8Array): Uint32Array {
  const { dominators } = heap.graph;
  const edges = new Uint32Array(roots.length);
  for (let node = 0; node < holds.length; node++) {
    if (holds[node] === 0) continue;
    for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
      const target = heap.target(edge);
      if (roots[target] !== target + 1 || dominators[target] !== node) continue;
      const type = heap.edgeType(edge);
      if (type === EdgeType.weak) continue;
      const known = edges[target]!;
      if (known === 0 || rank(heap, edge) < rank(heap, known - 1)) edges[target] = edge + 1;
    }
  }
  return edges;
}

/** Of several edges to one object the one that a programmer would name. */
function rank(heap: Heap, edge: number): number {
  const type = heap.edgeType(edge);
  if (type === EdgeType.hidden) return 2;
  return type === EdgeType.internal ? 1 : 0;
}

/** Whether a node is one that only V8 knows of: code, hidden classes, feedback. */
export function isMachinery(heap: Heap, node: number): boolean {
  const type = heap.types[node];
  return type === NodeType.code || type === NodeType.objectShape;
}

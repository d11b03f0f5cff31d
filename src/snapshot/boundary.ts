import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";

/** What `Boundary.tops` says of a node. */
export const Top = {
  /** Not the root of a bundle. */
  none: 0,
  /** A root that its dominator holds by an edge. */
  held: 1,
  /** A root that others hold together, none of which dominates it. */
  coHeld: 2,
} as const;

/**
 * The objects that are in one snapshot only, in bundles: each hangs by its topmost object, the root, on an object that is in
 * both. For the later snapshot these are the new objects, for the earlier one those that have gone.
 */
export interface Boundary {
  /** For each node its bundle plus 1; 0 for nodes that are in both snapshots. */
  readonly bundles: Uint32Array;
  /** For each node whether it is the root of a bundle, and how that is held: see `Top`. */
  readonly tops: Uint8Array;
  /** Of each bundle its root, ordered as in `Graph.order`. */
  readonly roots: Uint32Array;
  /** Of each bundle its bytes and objects. */
  readonly bytes: Float64Array;
  readonly counts: Uint32Array;
  /** Of each bundle the edge plus 1 by which the dominator of its root holds that; 0 when others hold it together. */
  readonly edges: Uint32Array;
}

/** Finds the bundles; `twins` is 0 for the nodes that are in this snapshot only. 5 bytes a node, 20 a bundle. */
export function boundaryOf(heap: Heap, twins: Uint32Array): Boundary {
  const { dominators, snapshot } = heap.graph;
  const { selfSizes, count } = snapshot.nodes;
  const bundles = new Uint32Array(count);
  const { tops, roots } = topsOf(heap, twins, bundles);
  const bytes = new Float64Array(roots.length);
  const counts = new Uint32Array(roots.length);
  for (let node = 0; node < count; node++) {
    if (twins[node] !== 0) continue;
    let top = node;
    while (bundles[top] === 0) top = dominators[top]!;
    const bundle = bundles[top]!;
    // What was passed on the way up need not be passed again.
    for (let at = node; bundles[at] === 0; at = dominators[at]!) bundles[at] = bundle;
    bytes[bundle - 1] = bytes[bundle - 1]! + selfSizes[node]!;
    counts[bundle - 1] = counts[bundle - 1]! + 1;
  }
  return { bundles, tops, roots, bytes, counts, edges: holdingEdges(heap, bundles, tops, roots) };
}

/** Marks the roots and numbers their bundles. */
function topsOf(
  heap: Heap,
  twins: Uint32Array,
  bundles: Uint32Array,
): { readonly tops: Uint8Array; readonly roots: Uint32Array } {
  const { dominators, order } = heap.graph;
  const tops = new Uint8Array(twins.length);
  let found = 0;
  for (let node = 0; node < twins.length; node++) {
    if (twins[node] !== 0 || twins[dominators[node]!] === 0) continue;
    tops[node] = Top.coHeld;
    found++;
  }
  const roots = new Uint32Array(found);
  let bundle = 0;
  for (let at = 0; bundle < found; at++) {
    const node = order[at]!;
    if (tops[node] === Top.none) continue;
    roots[bundle++] = node;
    bundles[node] = bundle;
  }
  return { tops, roots };
}

/** Finds the edges that hold roots, and marks these roots so. */
function holdingEdges(heap: Heap, bundles: Uint32Array, tops: Uint8Array, roots: Uint32Array): Uint32Array {
  const { dominators } = heap.graph;
  const holds = new Uint8Array(bundles.length);
  for (const root of roots) holds[dominators[root]!] = 1;
  const edges = new Uint32Array(roots.length);
  for (let node = 0; node < holds.length; node++) {
    if (holds[node] === 0) continue;
    for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
      const target = heap.target(edge);
      if (tops[target] === Top.none || dominators[target] !== node) continue;
      if (heap.edgeType(edge) === EdgeType.weak) continue;
      tops[target] = Top.held;
      const bundle = bundles[target]! - 1;
      const known = edges[bundle]!;
      if (known === 0 || rank(heap, edge) < rank(heap, known - 1)) edges[bundle] = edge + 1;
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
  if (type === NodeType.code || type === NodeType.objectShape) return true;
  // V8 15 has some of its hidden classes among the native nodes.
  return type === NodeType.native && heap.snapshot.nodes.names[node] === heap.word("system / Map");
}

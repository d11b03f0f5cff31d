import { pairNames } from "./ephemerons.ts";
import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, edgeTarget, EdgeType, NodeType, type Snapshot } from "./model.ts";

/** Added to the distances of what only V8's own roots lead to. */
export const SYSTEM_DISTANCE = 100_000_000;
/** The distance of what no root leads to. */
export const NO_DISTANCE = -5;

/**
 * How many references away from the roots of the program each node is, as DevTools counts: breadth first over edges
 * that are not weak, 1 for what the root refers to; from V8's own roots, then, for what is left, `SYSTEM_DISTANCE` and
 * more. A value of a WeakMap counts from whichever of table and key comes last.
 */
export function distancesOf(snapshot: Snapshot): Int32Array {
  const { nodes, edges } = snapshot;
  const distances = new Int32Array(nodes.count).fill(NO_DISTANCE);
  const queue = new Uint32Array(nodes.count);
  const mayPass = edgeFilter(snapshot);
  let waiting = 0;
  for (let edge = nodes.firstEdges[0]!; edge < nodes.firstEdges[1]!; edge++) {
    const target = edgeTarget(edges.ends[edge]!);
    if (distances[target] !== NO_DISTANCE || !isUserRoot(snapshot, target)) continue;
    distances[target] = 1;
    queue[waiting++] = target;
  }
  breadthFirst(snapshot, distances, queue, waiting, mayPass);
  distances[0] = waiting > 0 ? SYSTEM_DISTANCE : 0;
  queue[0] = 0;
  breadthFirst(snapshot, distances, queue, 1, mayPass);
  return distances;
}

type EdgeFilter = (node: number, edge: number) => boolean;

function breadthFirst(
  { nodes, edges }: Snapshot,
  distances: Int32Array,
  queue: Uint32Array,
  count: number,
  mayPass: EdgeFilter,
): void {
  const { firstEdges } = nodes;
  const { ends } = edges;
  let waiting = count;
  for (let at = 0; at < waiting; at++) {
    const node = queue[at]!;
    const distance = distances[node]! + 1;
    const last = firstEdges[node + 1]!;
    for (let edge = firstEdges[node]!; edge < last; edge++) {
      const end = ends[edge]!;
      const target = end & EDGE_TARGET_MASK;
      if (end >>> EDGE_TYPE_SHIFT === EdgeType.weak || distances[target] !== NO_DISTANCE) continue;
      if (!mayPass(node, edge)) continue;
      distances[target] = distance;
      queue[waiting++] = target;
    }
  }
}

function isUserRoot({ nodes, strings }: Snapshot, node: number): boolean {
  return (
    nodes.types[node] !== NodeType.synthetic || strings.get(nodes.names[node]!) === "(Document DOM trees)"
  );
}

/** Which edges count: not those that V8 shares between objects which have nothing to do with each other. */
function edgeFilter({ nodes, edges, strings }: Snapshot): EdgeFilter {
  const { types, names } = nodes;
  const pairs = pairNames(strings);
  const seenOnce = new Set<string>();
  const nativeContext = strings.find("system / NativeContext");
  const sloppyMap = strings.find("sloppy_function_map");
  const descriptors = strings.find("(map descriptors)");
  return (node, edge) => {
    const type = types[node]!;
    const name = edges.names[edge]!;
    const edgeType = edges.ends[edge]! >>> EDGE_TYPE_SHIFT;
    const isNumbered = edgeType === EdgeType.element || edgeType === EdgeType.hidden;
    if (type === NodeType.hidden && names[node] === nativeContext && !isNumbered && name === sloppyMap)
      return false;
    if (type === NodeType.array && names[node] === descriptors) {
      const index = isNumbered ? name : Number.parseInt(strings.get(name), 10);
      return index < 2 || index % 3 !== 1;
    }
    if (edgeType !== EdgeType.internal || pairs.size === 0) return true;
    const pair = pairs.get(name)?.pair;
    if (pair === undefined || seenOnce.delete(pair)) return true;
    seenOnce.add(pair);
    return false;
  };
}

import { BucketQueue } from "./bucket-queue.ts";
import { EdgeCosts } from "./edge-costs.ts";
import type { Heap } from "./heap.ts";
import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, NodeType } from "./model.ts";
import type { Scopes } from "./scopes.ts";

/** For every node the edge by which a programmer would best name it. */
export interface RetainingPaths {
  /** The node before each on its path; the node itself where a path starts. */
  readonly parents: Uint32Array;
  /** The edge from it; meaningless where a path starts. */
  readonly edges: Uint32Array;
  /** Cost of the path; `UNREACHED` for what nothing keeps alive. */
  readonly costs: Uint32Array;
}

/** The cost of what no path leads to. */
const UNREACHED = 0xffff_ffff;

/** A module's variables are as good a beginning as any: they live as long as the program. */
const MODULE_SEED = 10;
const NODE_SEED = 22;

/**
 * The path that names each node best, by Dial's algorithm with costs for how readable a step is: variables, fields and
 * entries are cheap; prototypes, code and V8's own tables are dear; weak edges are no path. Paths start at the root and at
 * the scopes of modules; what only the stack holds comes last. O(nodes + edges); 12 bytes a node.
 */
export function retainingPaths(heap: Heap, scopes: Scopes): RetainingPaths {
  const nodeCount = heap.snapshot.nodes.count;
  const parents = new Uint32Array(nodeCount);
  const edges = new Uint32Array(nodeCount);
  const costs = new Uint32Array(nodeCount).fill(UNREACHED);
  const queue = new BucketQueue(256);
  const start = (node: number, cost: number): void => {
    parents[node] = node;
    costs[node] = cost;
    queue.push(node, cost);
  };
  start(0, 0);
  for (const { node, own } of scopes.moduleScopes()) start(node, own ? MODULE_SEED : NODE_SEED);
  const edgeCosts = new EdgeCosts(heap);
  const { firstEdges, ends, edgeNames, types } = heap;
  const costOf = (edge: number): number => edgeCosts.of(ends[edge]! >>> EDGE_TYPE_SHIFT, edgeNames[edge]!);
  const follow = (node: number): void => {
    const end = firstEdges[node + 1]!;
    const extra = costs[node]! + edgeCosts.from(node);
    for (let edge = firstEdges[node]!; edge < end; edge++) {
      const target = ends[edge]! & EDGE_TARGET_MASK;
      const known = costs[target]!;
      if (known <= extra) continue;
      const cost = extra + costOf(edge);
      if (cost >= known) continue;
      costs[target] = cost;
      parents[target] = node;
      edges[target] = edge;
      // What these lead to is known: a good part of all nodes need not be looked at again.
      if (types[target] === NodeType.string || types[target] === NodeType.number) continue;
      const first = firstEdges[target]!;
      const count = firstEdges[target + 1]! - first;
      // Every other node has one edge, to its hidden class, which has long had a better path.
      const improves =
        count > 1 ||
        (count === 1 &&
          cost + edgeCosts.from(target) + costOf(first) < costs[ends[first]! & EDGE_TARGET_MASK]!);
      if (improves) queue.push(target, cost);
    }
  };
  // However long the way through a list is, it says more than that a link of it is in use at the moment.
  const passing: number[] = [];
  for (let node = queue.pop(); node >= 0; node = queue.pop()) {
    if (costs[node] !== queue.cost) continue;
    if (edgeCosts.isPassing(node)) passing.push(node);
    else follow(node);
  }
  for (const node of passing) {
    costs[node] = queue.cost + 1;
    follow(node);
  }
  for (let node = queue.pop(); node >= 0; node = queue.pop()) if (costs[node] === queue.cost) follow(node);
  return { parents, edges, costs };
}

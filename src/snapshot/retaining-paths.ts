import { BucketQueue } from "./bucket-queue.ts";
import { EdgeCosts } from "./edge-costs.ts";
import type { Heap } from "./heap.ts";
import { EDGE_TARGET_MASK } from "./model.ts";
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
 * the scopes of modules. O(nodes + edges); 12 bytes a node.
 */
export function retainingPaths(heap: Heap, scopes: Scopes): RetainingPaths {
  const count = heap.snapshot.nodes.count;
  const parents = new Uint32Array(count);
  const edges = new Uint32Array(count);
  const costs = new Uint32Array(count).fill(UNREACHED);
  const queue = new BucketQueue(256);
  const start = (node: number, cost: number): void => {
    parents[node] = node;
    costs[node] = cost;
    queue.push(node, cost);
  };
  start(0, 0);
  for (const { node, own } of scopes.moduleScopes()) start(node, own ? MODULE_SEED : NODE_SEED);
  const edgeCosts = new EdgeCosts(heap);
  const { firstEdges, ends } = heap;
  // Every other node has one edge, to its hidden class, which has long had a better path.
  const leadsNowhere = (node: number, base: number): boolean => {
    const edge = firstEdges[node]!;
    const count = firstEdges[node + 1]! - edge;
    if (count !== 1) return count === 0;
    return costs[ends[edge]! & EDGE_TARGET_MASK]! <= base + edgeCosts.from(node) + edgeCosts.of(edge);
  };
  for (let node = queue.pop(); node >= 0; node = queue.pop()) {
    const base = queue.cost;
    if (costs[node] !== base) continue;
    const end = firstEdges[node + 1]!;
    const extra = base + edgeCosts.from(node);
    for (let edge = firstEdges[node]!; edge < end; edge++) {
      const target = ends[edge]! & EDGE_TARGET_MASK;
      if (costs[target]! <= extra) continue;
      const cost = extra + edgeCosts.of(edge);
      if (cost >= costs[target]!) continue;
      costs[target] = cost;
      parents[target] = node;
      edges[target] = edge;
      if (!leadsNowhere(target, cost)) queue.push(target, cost);
    }
  }
  return { parents, edges, costs };
}

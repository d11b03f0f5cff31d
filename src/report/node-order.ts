import type { GraphEdge, GraphNode } from "./graph.ts";
import { byMagnitude, descending, magnitude, truncated, wrapped } from "./int64.ts";
import { sortKey } from "./node-info.ts";
import { compareTexts } from "./text-order.ts";

/** By own weight, by cumulative weight, or by how much a node tells about a picture (see `entropyScore`). */
export type NodeOrder = "flat" | "cum" | "entropy";

/** Sorts nodes in place, heaviest first, then by name; total, so that equal reports come out equal. */
export function sortNodes(nodes: GraphNode[], order: NodeOrder): void {
  const scores = new Map(nodes.map((node) => [node, score(node, order)]));
  const second = order === "flat" ? "cum" : "flat";
  nodes.sort(
    (a, b) =>
      descending(scores.get(a)!, scores.get(b)!) ||
      compareTexts(a.name, b.name) ||
      byMagnitude(a[second].value, b[second].value) ||
      compareTexts(sortKey(a.info), sortKey(b.info)),
  );
}

function score(node: GraphNode, order: NodeOrder): bigint {
  return order === "entropy" ? entropyScore(node) : magnitude(node[order].value);
}

/** Edges heaviest first, then by the names of their ends. */
export function sortedEdges(edges: Iterable<GraphEdge>): GraphEdge[] {
  return [...edges].sort(
    (a, b) =>
      byMagnitude(a.sum.value, b.sum.value) ||
      compareTexts(a.from.name, b.from.name) ||
      compareTexts(a.to.name, b.to.name),
  );
}

/**
 * A node's weight times how evenly its calls are spread: entries, leaves and crossroads count most. In 64 bits, since
 * with negative values it may be no number, which Go turns into the smallest integer and goes on.
 */
function entropyScore(node: GraphNode): bigint {
  const above = node.in.size === 0 ? 1 : entropy(node.in.values(), 0n);
  const below = node.out.size === 0 ? 1 : entropy(node.out.values(), node.flat.value);
  const spread = BigInt(truncated((above + below) * Number(node.cum.value)));
  return magnitude(wrapped(spread + node.flat.value));
}

function entropy(edges: Iterable<GraphEdge>, self: bigint): number {
  const weights = Array.from(edges, ({ sum }) => sum.value);
  let total = self;
  for (const weight of weights) if (weight > 0n) total = wrapped(total + weight);
  if (total === 0n) return 0;
  let sum = 0;
  for (const weight of self > 0n ? [...weights, self] : weights) {
    const part = Number(magnitude(weight)) / Number(total);
    sum -= part * Math.log2(part);
  }
  return sum;
}

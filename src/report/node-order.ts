import type { GraphEdge, GraphNode } from "./graph.ts";
import { truncated } from "./int64.ts";
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
      Math.abs(b[second].value) - Math.abs(a[second].value) ||
      compareTexts(sortKey(a.info), sortKey(b.info)),
  );
}

function score(node: GraphNode, order: NodeOrder): number | bigint {
  return order === "entropy" ? entropyScore(node) : Math.abs(node[order].value);
}

function descending(a: number | bigint, b: number | bigint): number {
  if (a === b) return 0;
  return a < b ? 1 : -1;
}

/** Edges heaviest first, then by the names of their ends. */
export function sortedEdges(edges: Iterable<GraphEdge>): GraphEdge[] {
  return [...edges].sort(
    (a, b) =>
      Math.abs(b.value) - Math.abs(a.value) ||
      compareTexts(a.from.name, b.from.name) ||
      compareTexts(a.to.name, b.to.name),
  );
}

/**
 * A node's weight times how evenly its calls are spread: entries, leaves and crossroads count most. In 64 bits, since
 * with negative values it may be no number, which Go turns into the smallest integer and goes on.
 */
function entropyScore(node: GraphNode): bigint {
  const above = node.in.size === 0 ? 1 : entropy(node.in.values(), 0);
  const below = node.out.size === 0 ? 1 : entropy(node.out.values(), node.flat.value);
  const sum = BigInt(truncated((above + below) * node.cum.value)) + BigInt(node.flat.value);
  const wrapped = BigInt.asIntN(64, sum);
  return BigInt.asIntN(64, wrapped < 0n ? -wrapped : wrapped);
}

function entropy(edges: Iterable<GraphEdge>, self: number): number {
  const weights = Array.from(edges, ({ value }) => value);
  let total = self;
  for (const weight of weights) if (weight > 0) total += weight;
  if (total === 0) return 0;
  let sum = 0;
  for (const weight of self > 0 ? [...weights, self] : weights) {
    const part = Math.abs(weight) / total;
    sum -= part * Math.log2(part);
  }
  return sum;
}

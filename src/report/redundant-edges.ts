import { GraphNode, type GraphEdge } from "./graph.ts";
import { sortedEdges } from "./node-order.ts";

/** Takes residual edges away whose ends are connected by other edges too: they clutter a picture. */
export function removeRedundantEdges(nodes: readonly GraphNode[]): void {
  for (const node of nodes.toReversed()) {
    for (const edge of sortedEdges(node.in.values()).reverse()) {
      if (!edge.residual) break;
      if (isRedundant(edge)) GraphNode.disconnect(edge);
    }
  }
}

/** Whether the edge's start also reaches its end some other way; looks upward, breadth first. */
function isRedundant(edge: GraphEdge): boolean {
  const seen = new Set([edge.to]);
  for (const node of seen) {
    for (const other of node.in.values()) {
      if (other === edge || seen.has(other.from)) continue;
      if (other.from === edge.from) return true;
      seen.add(other.from);
    }
  }
  return false;
}

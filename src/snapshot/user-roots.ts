import { edgeTarget, edgeType, EdgeType, NodeType, type NodeIndex, type Snapshot } from "./model.ts";

/**
 * Where what programs can reach begins: the global objects, which the root has shortcuts to, and the documents of a
 * page (DevTools' `markPageOwnedNodes`). Empty in a snapshot without a program.
 */
export function userRoots({ nodes, edges, strings }: Snapshot): NodeIndex[] {
  const found: NodeIndex[] = [];
  const documents = strings.find("(Document DOM trees)");
  for (let edge = nodes.firstEdges[0]!; edge < nodes.firstEdges[1]!; edge++) {
    const end = edges.ends[edge]!;
    const target = edgeTarget(end);
    const isDocuments =
      edgeType(end) === EdgeType.element &&
      nodes.types[target] === NodeType.synthetic &&
      nodes.names[target] === documents;
    if (edgeType(end) === EdgeType.shortcut || isDocuments) found.push(target);
  }
  return found;
}

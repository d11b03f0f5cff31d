import { jsonPlace, jsonValue, type JsonPlace } from "./document.ts";
import { shown, type GraphEdge, type GraphNode } from "./graph.ts";
import { sortedEdges } from "./node-order.ts";
import { sortedTags, tagValue, type NodeTags } from "./node-tags.ts";
import { ReportError } from "./report-error.ts";
import type { Report } from "./report.ts";
import { inlining } from "./top.ts";
import type { NamePattern } from "./tree.ts";
import { trimmedGraph, type GraphNeeds, type TrimmedGraph } from "./trim.ts";

/** A node with its own value and that of all it calls. */
export interface JsonNode extends JsonPlace {
  readonly flat: number;
  readonly cum: number;
}

/** A call from or to a node. */
export interface JsonCall extends JsonPlace {
  readonly value: number;
  readonly inline: boolean;
  /** Frames between the two were left out. */
  readonly residual: boolean;
}

/** What was left out of a graph. */
export interface JsonLeftOut {
  /** Nodes below the fraction asked for, and nodes beyond the number asked for. */
  readonly lightNodes: number;
  readonly nodesBeyondCount: number;
  readonly lightEdges: number;
}

/** The heaviest nodes. */
export function topDocument(report: Report): {
  nodes: (JsonNode & { inline: "none" | "some" | "all" })[];
  leftOut: JsonLeftOut;
} {
  const graph = trimmedGraph(report, { edges: "inlined" });
  return {
    nodes: graph.nodes.map((node) => ({ ...jsonNode(report, node), inline: inlining(node) })),
    leftOut: leftOut(graph),
  };
}

/** The nodes, those whose name matches where there is a pattern, each with its callers and callees. */
export function treeDocument(
  report: Report,
  pattern: NamePattern | null,
): { nodes: (JsonNode & { callers: JsonCall[]; callees: JsonCall[] })[]; leftOut: JsonLeftOut } {
  const graph = trimmedGraph(report, { edges: "all" });
  const matching = graph.nodes.filter(({ name }) => pattern === null || pattern.matches(name));
  if (pattern !== null && matching.length === 0)
    throw new ReportError(`no matches found for regexp: ${pattern.source}`);
  const value = jsonValue(report);
  const call = (edge: GraphEdge, other: GraphNode): JsonCall => ({
    ...jsonPlace(other.info),
    ...jsonEdge(edge, value),
  });
  return {
    nodes: matching.map((node) =>
      Object.assign(jsonNode(report, node), {
        callers: sortedEdges(node.in.values()).map((edge) => call(edge, edge.from)),
        callees: sortedEdges(node.out.values()).map((edge) => call(edge, edge.to)),
      }),
    ),
    leftOut: leftOut(graph),
  };
}

/** What a node's samples with one label come to. */
export interface JsonTag {
  readonly name: string;
  readonly flat: number;
  readonly cum: number;
}

/** A graph: nodes, and edges that name them by their place in the list. */
export function graphDocument(
  report: Report,
  needs: GraphNeeds,
): {
  nodes: (JsonNode & { tags: JsonTag[] })[];
  edges: { from: number; to: number; value: number; inline: boolean; residual: boolean }[];
  leftOut: JsonLeftOut;
} {
  const graph = trimmedGraph(report, needs);
  const numbers = new Map(graph.nodes.map((node, i) => [node, i]));
  const value = jsonValue(report);
  // An edge may lead to a node that came to nothing and is not listed.
  const edges = sortedEdges(graph.nodes.flatMap((node) => [...node.out.values()])).filter(({ to }) =>
    numbers.has(to),
  );
  return {
    nodes: graph.nodes.map((node) => ({ ...jsonNode(report, node), tags: jsonTags(node.tags, value) })),
    edges: edges.map((edge) =>
      Object.assign({ from: numbers.get(edge.from)!, to: numbers.get(edge.to)! }, jsonEdge(edge, value)),
    ),
    leftOut: leftOut(graph),
  };
}

function jsonNode(report: Report, node: GraphNode): JsonNode {
  const value = jsonValue(report);
  return { ...jsonPlace(node.info), flat: value(shown(node.flat)), cum: value(shown(node.cum)) };
}

function jsonEdge(
  edge: GraphEdge,
  value: (value: bigint) => number,
): { value: number; inline: boolean; residual: boolean } {
  return { value: value(shown(edge.sum)), inline: edge.inline, residual: edge.residual };
}

function jsonTags(tags: NodeTags | null, value: (value: bigint) => number): JsonTag[] {
  if (tags === null) return [];
  const all = [tags.texts, ...tags.numbers.values()].flatMap((of) => Array.from(of.values()));
  return sortedTags(all, false).map((tag) => ({
    name: tag.name,
    flat: value(tagValue(tag, "flat")),
    cum: value(tagValue(tag, "cum")),
  }));
}

function leftOut({ nodes, heavyNodes, droppedNodes, droppedEdges }: TrimmedGraph): JsonLeftOut {
  return {
    lightNodes: droppedNodes,
    nodesBeyondCount: Math.max(0, heavyNodes - nodes.length),
    lightEdges: droppedEdges,
  };
}

import { callTree, trimTree } from "./call-tree.ts";
import { countGraph, graphNodes, listedNodes, type CountOptions } from "./count-graph.ts";
import { frameTable, type FrameTable } from "./frame-table.ts";
import { GraphNode } from "./graph.ts";
import { trimSourcePath } from "./go-path.ts";
import { fractionOf, magnitude, wrapped } from "./int64.ts";
import { sortNodes, type NodeOrder } from "./node-order.ts";
import { rowTags, type RowTags } from "./node-tags.ts";
import { removeRedundantEdges } from "./redundant-edges.ts";
import type { Report } from "./report.ts";
import { Weights } from "./weights.ts";

/** What a report needs of a graph beside the sums of its nodes. */
export interface GraphNeeds {
  readonly edges: "none" | "inlined" | "all";
  /** A picture: nodes are chosen for what they tell, labels count, and edges that only clutter go. */
  readonly picture?: boolean;
  /** Tell functions of different mapped files apart. */
  readonly objectFiles?: boolean;
  /** Whether the report heeds the option `call_tree`. */
  readonly callTree?: boolean;
}

/** A graph with its light nodes and edges left out, in the order to show. */
export interface TrimmedGraph {
  readonly nodes: readonly GraphNode[];
  /** Nodes that were heavy enough, before the number of nodes was limited. */
  readonly heavyNodes: number;
  readonly droppedNodes: number;
  readonly droppedEdges: number;
}

/** Labels are counted only for pictures, however light; see google/pprof internal/graph/dotgraph.go. */
export const MOST_TAGS = 4;

/**
 * The graph of a report. Left out are nodes and edges below a fraction of the net sum of all; then all but the first
 * so many nodes. After each step the samples are counted anew, so that calls across what was left out stay exact.
 * By google/pprof internal/report (newTrimmedGraph).
 */
export function trimmedGraph(report: Report, needs: GraphNeeds): TrimmedGraph {
  const { options } = report;
  const builder = new GraphBuilder(report, needs);
  const first = builder.sums();
  const nodeCutoff = fractionOf(first.total, options.nodeFraction);
  const edgeCutoff = fractionOf(first.total, options.edgeFraction);
  // A picture is sorted by what its edges say, light ones too; elsewhere they need not be made to be dropped.
  if (needs.picture !== true) builder.lightestEdge = edgeCutoff;
  const { heavy, droppedNodes } = builder.dropLight(first, nodeCutoff);
  const order: NodeOrder = needs.picture === true ? "entropy" : options.sort;
  let nodes = heavy;
  sortNodes(nodes, order);
  if (options.nodeCount > 0) {
    trimTags(nodes, nodeCutoff);
    trimEdges(nodes, edgeCutoff);
    const chosen = nodes.slice(0, nodesToShow(nodes, options.nodeCount, needs.picture === true));
    if (chosen.length !== nodes.length) {
      nodes = builder.only(nodes, chosen);
      sortNodes(nodes, order);
    }
  }
  trimTags(nodes, nodeCutoff);
  const droppedEdges = trimEdges(nodes, edgeCutoff);
  if (needs.picture === true) removeRedundantEdges(nodes);
  return { nodes, heavyNodes: heavy.length, droppedNodes, droppedEdges };
}

/** The whole graph, in no particular order. */
export function wholeGraph(report: Report, needs: GraphNeeds): GraphNode[] {
  return new GraphBuilder(report, needs).graph(null);
}

/** Sums of the first look; `nodes` are rows of the frame table, or the tree's nodes. */
interface Sums {
  readonly total: bigint;
  readonly nodes: readonly { readonly row: number; readonly cum: bigint }[];
  readonly tree: GraphNode[] | null;
}

class GraphBuilder {
  /** Edges below this are not made. */
  lightestEdge = 0n;
  readonly #report: Report;
  readonly #needs: GraphNeeds;
  readonly #table: FrameTable;
  readonly #weights: Weights;
  readonly #tags: ((row: number) => RowTags) | null;
  readonly #asTree: boolean;

  constructor(report: Report, needs: GraphNeeds) {
    const { profile, options } = report;
    this.#report = report;
    this.#needs = needs;
    this.#table = frameTable(profile, {
      objectFiles: needs.objectFiles === true,
      rename: (file) => trimSourcePath(file, options.paths),
    });
    this.#weights = new Weights(profile, options.column, options.mean);
    this.#tags = needs.picture === true ? rowTags(profile, options.labelUnits, options.unit) : null;
    this.#asTree = options.callTree && needs.callTree === true;
  }

  sums(): Sums {
    const { dropNegative } = this.#report.options;
    if (this.#asTree) {
      const tree = this.#tree();
      const nodes = tree.map(({ cum }, row) => ({ row, cum: cum.value }));
      return { total: wrapped(tree.reduce((sum, { flat }) => sum + flat.value, 0n)), nodes, tree };
    }
    const counts = this.#count({ kept: null, edges: "none", tags: null });
    const rows = listedNodes(counts, this.#table.infos.length, dropNegative);
    const total = wrapped(rows.reduce((sum, row) => sum + counts.flat.value(row), 0n));
    return { total, nodes: rows.map((row) => ({ row, cum: counts.cum.value(row) })), tree: null };
  }

  dropLight({ nodes, tree }: Sums, cutoff: bigint): { heavy: GraphNode[]; droppedNodes: number } {
    const heavy = nodes.filter(({ cum }) => magnitude(cum) >= cutoff);
    const droppedNodes = cutoff > 0n ? nodes.length - heavy.length : 0;
    if (tree !== null) {
      if (droppedNodes === 0) return { heavy: tree, droppedNodes };
      return { heavy: trimTree(tree, new Set(heavy.map(({ row }) => tree[row]!))), droppedNodes };
    }
    const kept = droppedNodes === 0 ? null : this.#marked(heavy.map(({ row }) => row));
    return { heavy: this.graph(kept), droppedNodes };
  }

  /** The same graph with only some of its nodes. */
  only(nodes: readonly GraphNode[], chosen: readonly GraphNode[]): GraphNode[] {
    const kept = new Set(chosen);
    if (this.#asTree) return trimTree(nodes, kept);
    const infos = new Set(chosen.map(({ info }) => info));
    return this.graph(Uint8Array.from(this.#table.infos, (info) => (infos.has(info) ? 1 : 0)));
  }

  graph(kept: Uint8Array | null): GraphNode[] {
    if (this.#asTree) return this.#tree();
    const counts = this.#count({ kept, edges: this.#needs.edges, tags: this.#tags });
    const listed = listedNodes(counts, this.#table.infos.length, this.#report.options.dropNegative);
    const nodes = graphNodes(this.#table, counts, listed, this.lightestEdge);
    return listed.map((row) => nodes.get(row)!);
  }

  #count(options: CountOptions): ReturnType<typeof countGraph> {
    return countGraph(this.#report.profile, this.#table, this.#weights, options);
  }

  #tree(): GraphNode[] {
    const { profile, options } = this.#report;
    return callTree(profile, this.#table, this.#weights, this.#tags, options.dropNegative);
  }

  #marked(rows: readonly number[]): Uint8Array {
    const marks = new Uint8Array(this.#table.infos.length);
    for (const row of rows) marks[row] = 1;
    return marks;
  }
}

/** In a picture labels take room too: up to four a node count as nodes. */
function nodesToShow(nodes: readonly GraphNode[], most: number, picture: boolean): number {
  if (!picture) return Math.min(most, nodes.length);
  let room = 0;
  for (const [i, { tags }] of nodes.entries()) {
    room += Math.min(tags?.countFlat ?? 0, MOST_TAGS) + 1;
    if (room >= most) return i + 1;
  }
  return Math.min(most, nodes.length);
}

function trimTags(nodes: readonly GraphNode[], cutoff: bigint): void {
  for (const { tags } of nodes) tags?.trim(cutoff);
}

function trimEdges(nodes: readonly GraphNode[], cutoff: bigint): number {
  let dropped = 0;
  for (const node of nodes) {
    for (const edge of node.in.values()) {
      if (magnitude(edge.sum.value) >= cutoff) continue;
      GraphNode.disconnect(edge);
      dropped++;
    }
  }
  return dropped;
}

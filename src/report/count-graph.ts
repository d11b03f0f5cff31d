import type { Profile } from "#profile";
import { EdgeTable, OUTLINED, RESIDUAL } from "./edge-table.ts";
import type { FrameTable } from "./frame-table.ts";
import { GraphNode, isNegative } from "./graph.ts";
import { magnitude } from "./int64.ts";
import { NodeTags, TagSums, type RowTags } from "./node-tags.ts";
import type { Weights, WeightSums } from "./weights.ts";

/** What to count. `inlined` counts only edges to nodes that were inlined somewhere. */
export interface CountOptions {
  /** 1 for each node to keep; null keeps all. */
  readonly kept: Uint8Array | null;
  readonly edges: "none" | "inlined" | "all";
  readonly tags: ((row: number) => RowTags) | null;
}

/** Sums by node number, and edges; what a graph is made from. */
export interface Counts {
  readonly flat: WeightSums;
  readonly cum: WeightSums;
  readonly edges: EdgeTable;
  readonly tags: (NodeTags | undefined)[];
  readonly tagSums: TagSums;
}

/**
 * Counts a profile's samples by node, by google/pprof internal/graph: a node's cum once per sample however often it is
 * on the stack, an edge once per sample and none from a node to itself, and flat to the leaf unless that was left out.
 * Linear in the frames of all samples, without an allocation for any.
 */
export function countGraph(
  profile: Profile,
  table: FrameTable,
  weights: Weights,
  options: CountOptions,
): Counts {
  const { samples } = profile;
  const { starts, nodes } = table;
  const { kept } = options;
  const counts = emptyCounts(table.infos.length, weights);
  const { cum } = counts;
  const edgesTo = edgeTargets(table, options.edges);
  // The last sample that had a node on its stack, plus one.
  const seen = new Uint32Array(table.infos.length);
  for (let row = 0; row < samples.count; row++) {
    if (weights.isNothing(row)) continue;
    const labels = options.tags?.(row) ?? null;
    const first = samples.locationStarts[row]!;
    let parent = -1;
    let residual = 0;
    for (let i = samples.locationStarts[row + 1]! - 1; i >= first; i--) {
      const innermost = starts[samples.locations[i]!]!;
      const outermost = starts[samples.locations[i]! + 1]! - 1;
      for (let frame = outermost; frame >= innermost; frame--) {
        const node = nodes[frame]!;
        if (kept !== null && kept[node] === 0) {
          residual = RESIDUAL;
          continue;
        }
        const isFirst = seen[node] !== row + 1;
        seen[node] = row + 1;
        if (isFirst) cum.add(node, row);
        if (isFirst && labels !== null) tagsOf(counts, node).add(labels, row, "cum");
        if (parent >= 0 && parent !== node && edgesTo[node] === 1) {
          const flags = residual | (frame === outermost ? OUTLINED : 0);
          counts.edges.add(parent, node, row, flags);
        }
        parent = node;
        residual = 0;
      }
    }
    if (parent < 0 || residual !== 0) continue;
    counts.flat.add(parent, row);
    if (labels !== null) tagsOf(counts, parent).add(labels, row, "flat");
  }
  return counts;
}

function emptyCounts(nodes: number, weights: Weights): Counts {
  return {
    flat: weights.sums(nodes),
    cum: weights.sums(nodes),
    edges: new EdgeTable(weights),
    tags: [],
    tagSums: new TagSums(weights),
  };
}

function tagsOf(counts: Counts, node: number): NodeTags {
  return (counts.tags[node] ??= new NodeTags(counts.tagSums));
}

function edgeTargets({ starts, nodes, infos }: FrameTable, edges: CountOptions["edges"]): Uint8Array {
  const targets = new Uint8Array(infos.length);
  if (edges === "all") return targets.fill(1);
  if (edges === "none") return targets;
  for (let location = 0; location + 1 < starts.length; location++) {
    for (let frame = starts[location]!; frame < starts[location + 1]! - 1; frame++)
      targets[nodes[frame]!] = 1;
  }
  return targets;
}

/** Numbers of the nodes that a report lists: those that anything was spent in, less negative ones where so asked. */
export function listedNodes({ flat, cum }: Counts, nodes: number, dropNegative: boolean): number[] {
  const listed: number[] = [];
  for (let node = 0; node < nodes; node++) {
    if (cum.isZero(node) && flat.isZero(node)) continue;
    if (dropNegative && isNegative(flat.value(node), cum.value(node))) continue;
    listed.push(node);
  }
  return listed;
}

/**
 * Makes nodes and edges of counts, but for edges lighter than `lightest` to a listed node. Nodes that are not listed are
 * still at the ends of edges.
 */
export function graphNodes(
  table: FrameTable,
  counts: Counts,
  listed: readonly number[],
  lightest: bigint,
): Map<number, GraphNode> {
  const nodes = new Map<number, GraphNode>();
  const node = (number: number): GraphNode => {
    let made = nodes.get(number);
    if (made === undefined) nodes.set(number, (made = graphNode(table, counts, number)));
    return made;
  };
  for (const number of listed) node(number);
  const isListed = new Uint8Array(table.infos.length);
  for (const number of listed) isListed[number] = 1;
  const { sums } = counts.edges;
  const { from, to, flags } = counts.edges.columns();
  for (let row = 0; row < counts.edges.count; row++) {
    const sum = sums.at(row);
    if (magnitude(sum.value) < lightest && isListed[to[row]!] === 1) continue;
    const edge = node(from[row]!).edgeTo(node(to[row]!));
    edge.sum = sum;
    edge.residual = (flags[row]! & RESIDUAL) !== 0;
    edge.inline = (flags[row]! & OUTLINED) === 0;
  }
  return nodes;
}

function graphNode(table: FrameTable, counts: Counts, number: number): GraphNode {
  const node = new GraphNode(table.infos[number]!);
  node.flat = counts.flat.at(number);
  node.cum = counts.cum.at(number);
  node.tags = counts.tags[number] ?? null;
  return node;
}

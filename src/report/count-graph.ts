import type { Profile } from "#profile";
import { EdgeTable, OUTLINED, RESIDUAL } from "./edge-table.ts";
import type { FrameTable } from "./frame-table.ts";
import { GraphNode, isNegative } from "./graph.ts";
import { NodeTags, type RowTags } from "./node-tags.ts";
import type { Weights } from "./report.ts";

/** What to count. `inlined` counts only edges to nodes that were inlined somewhere. */
export interface CountOptions {
  /** 1 for each node to keep; null keeps all. */
  readonly kept: Uint8Array | null;
  readonly edges: "none" | "inlined" | "all";
  readonly tags: ((row: number) => RowTags) | null;
}

/** Sums by node number, and edges; what a graph is made from. */
export interface Counts {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  readonly flatDivisors: Float64Array;
  readonly cumDivisors: Float64Array;
  readonly edges: EdgeTable;
  readonly tags: (NodeTags | undefined)[];
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
  const counts = emptyCounts(table.infos.length);
  const { cum } = counts;
  const edgesTo = edgeTargets(table, options.edges);
  // The last sample that had a node on its stack, plus one.
  const seen = new Uint32Array(table.infos.length);
  for (let row = 0; row < samples.count; row++) {
    const value = weights.values[row]!;
    const divisor = weights.divisors?.[row] ?? 0;
    if (value === 0 && divisor === 0) continue;
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
        if (isFirst) cum[node]! += value;
        if (isFirst && divisor !== 0) counts.cumDivisors[node]! += divisor;
        if (isFirst && labels !== null) tagsOf(counts, node).add(labels, value, divisor, "cum");
        if (parent >= 0 && parent !== node && edgesTo[node] === 1) {
          const flags = residual | (frame === outermost ? OUTLINED : 0);
          counts.edges.add(parent, node, row + 1, value, divisor, flags);
        }
        parent = node;
        residual = 0;
      }
    }
    if (parent < 0 || residual !== 0) continue;
    counts.flat[parent]! += value;
    counts.flatDivisors[parent]! += divisor;
    if (labels !== null) tagsOf(counts, parent).add(labels, value, divisor, "flat");
  }
  return counts;
}

function emptyCounts(nodes: number): Counts {
  return {
    flat: new Float64Array(nodes),
    cum: new Float64Array(nodes),
    flatDivisors: new Float64Array(nodes),
    cumDivisors: new Float64Array(nodes),
    edges: new EdgeTable(),
    tags: [],
  };
}

function tagsOf(counts: Counts, node: number): NodeTags {
  return (counts.tags[node] ??= new NodeTags());
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
export function listedNodes({ flat, cum }: Counts, dropNegative: boolean): number[] {
  const listed: number[] = [];
  for (let node = 0; node < cum.length; node++) {
    if (cum[node] === 0 && flat[node] === 0) continue;
    if (dropNegative && isNegative(flat[node]!, cum[node]!)) continue;
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
  lightest: number,
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
  const { values, divisors } = counts.edges;
  const { from, to, flags } = counts.edges.columns();
  for (let row = 0; row < values.length; row++) {
    if (Math.abs(values[row]!) < lightest && isListed[to[row]!] === 1) continue;
    const edge = node(from[row]!).edgeTo(node(to[row]!));
    edge.value = values[row]!;
    edge.divisor = divisors[row]!;
    edge.residual = (flags[row]! & RESIDUAL) !== 0;
    edge.inline = (flags[row]! & OUTLINED) === 0;
  }
  return nodes;
}

function graphNode(table: FrameTable, counts: Counts, number: number): GraphNode {
  const node = new GraphNode(table.infos[number]!);
  node.flat.value = counts.flat[number]!;
  node.flat.divisor = counts.flatDivisors[number]!;
  node.cum.value = counts.cum[number]!;
  node.cum.divisor = counts.cumDivisors[number]!;
  node.tags = counts.tags[number] ?? null;
  return node;
}

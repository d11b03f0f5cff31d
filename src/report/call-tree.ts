import type { Profile } from "#profile";
import type { FrameTable } from "./frame-table.ts";
import { GraphEdge, GraphNode, isNegative } from "./graph.ts";
import { NodeTags, TagSums, type RowTags } from "./node-tags.ts";
import { removeRedundantEdges } from "./redundant-edges.ts";
import type { Weights, WeightSums } from "./weights.ts";

/**
 * The calls of a profile as a tree: a function is a node of its own for every path that leads to it, and recursion goes
 * on down. By google/pprof internal/graph (newTree). Nodes that nothing was spent in are left out.
 */
export function callTree(
  profile: Profile,
  table: FrameTable,
  weights: Weights,
  tags: ((row: number) => RowTags) | null,
  dropNegative: boolean,
): GraphNode[] {
  const builder = new TreeBuilder(table, weights);
  const { samples } = profile;
  for (let row = 0; row < samples.count; row++) {
    if (weights.isNothing(row)) continue;
    const stack = samples.locations.subarray(samples.locationStarts[row], samples.locationStarts[row + 1]);
    builder.add(stack, row, tags?.(row) ?? null);
  }
  return builder
    .summed()
    .filter(
      ({ flat, cum }) =>
        (cum.value !== 0n || flat.value !== 0n) && !(dropNegative && isNegative(flat.value, cum.value)),
    );
}

class TreeBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #flat: WeightSums;
  readonly #cum: WeightSums;
  readonly #tagSums: TagSums;
  readonly #table: FrameTable;
  /** By the number of the node above plus one, the nodes below it by their row in the table. */
  readonly #below: Map<number, number>[] = [new Map()];

  constructor(table: FrameTable, weights: Weights) {
    this.#table = table;
    this.#flat = weights.sums(64);
    this.#cum = weights.sums(64);
    this.#tagSums = new TagSums(weights);
  }

  add(stack: Uint32Array, sample: number, labels: RowTags | null): void {
    const { starts, nodes } = this.#table;
    let parent = -1;
    for (let i = stack.length - 1; i >= 0; i--) {
      const first = starts[stack[i]!]!;
      const last = starts[stack[i]! + 1]! - 1;
      for (let frame = last; frame >= first; frame--) {
        const child = this.#child(parent, nodes[frame]!);
        this.#cum.add(child, sample);
        if (labels !== null) this.#tagsOf(child).add(labels, sample, "cum");
        if (parent >= 0) {
          const edge = this.#nodes[parent]!.edgeTo(this.#nodes[child]!);
          if (frame === last) edge.inline = false;
        }
        parent = child;
      }
    }
    if (parent < 0) return;
    this.#flat.add(parent, sample);
    if (labels !== null) this.#tagsOf(parent).add(labels, sample, "flat");
  }

  /** The nodes with their sums, and on the edge to each, the only one, the same as in it. */
  summed(): GraphNode[] {
    for (const [row, node] of this.#nodes.entries()) {
      node.flat = this.#flat.at(row);
      node.cum = this.#cum.at(row);
      for (const edge of node.in.values()) edge.sum = node.cum;
    }
    return this.#nodes;
  }

  #tagsOf(row: number): NodeTags {
    return (this.#nodes[row]!.tags ??= new NodeTags(this.#tagSums));
  }

  #child(parent: number, row: number): number {
    const below = this.#below[parent + 1]!;
    let child = below.get(row);
    if (child === undefined) {
      child = this.#nodes.push(new GraphNode(this.#table.infos[row]!, parent)) - 1;
      below.set(row, child);
      this.#below.push(new Map());
      this.#flat.reserve(this.#nodes.length);
      this.#cum.reserve(this.#nodes.length);
    }
    return child;
  }
}

/** Takes nodes out of a tree; what was below one hangs by a residual edge from the node above it. */
export function trimTree(nodes: readonly GraphNode[], kept: ReadonlySet<GraphNode>): GraphNode[] {
  for (const node of nodes) {
    if (kept.has(node)) continue;
    const [above] = node.in.values();
    if (above !== undefined) above.from.out.delete(node);
    for (const below of node.out.values()) {
      below.to.in.delete(node);
      if (above !== undefined) splice(above, below);
    }
  }
  const left = nodes.filter((node) => kept.has(node));
  removeRedundantEdges(left);
  return left;
}

function splice(above: GraphEdge, below: GraphEdge): void {
  below.from = above.from;
  below.to.in.set(above.from, below);
  above.from.out.set(below.to, below);
  below.residual = true;
  below.inline = above.inline && below.inline;
}

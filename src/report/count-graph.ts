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
  readonly tags: readonly (NodeTags | undefined)[];
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
  const counter = new Counter(table, options);
  const { samples } = profile;
  for (let row = 0; row < samples.count; row++) {
    const value = weights.values[row]!;
    const divisor = weights.divisors?.[row] ?? 0;
    if (value === 0 && divisor === 0) continue;
    counter.startSample(row, value, divisor);
    const first = samples.locationStarts[row]!;
    for (let i = samples.locationStarts[row + 1]! - 1; i >= first; i--)
      counter.addLocation(samples.locations[i]!);
    counter.endSample();
  }
  return counter;
}

class Counter implements Counts {
  readonly flat: Float64Array;
  readonly cum: Float64Array;
  readonly flatDivisors: Float64Array;
  readonly cumDivisors: Float64Array;
  readonly edges: EdgeTable = new EdgeTable();
  readonly tags: (NodeTags | undefined)[] = [];
  readonly #table: FrameTable;
  readonly #kept: Uint8Array | null;
  readonly #rowTags: CountOptions["tags"];
  /** 1 for nodes whose incoming edges are counted. */
  readonly #edgesTo: Uint8Array;
  /** The last sample that had the node on its stack, plus one. */
  readonly #seen: Uint32Array;
  #stamp = 0;
  #value = 0;
  #divisor = 0;
  #labels: RowTags | null = null;
  #parent = -1;
  #residual = false;

  constructor(table: FrameTable, options: CountOptions) {
    const nodes = table.infos.length;
    this.flat = new Float64Array(nodes);
    this.cum = new Float64Array(nodes);
    this.flatDivisors = new Float64Array(nodes);
    this.cumDivisors = new Float64Array(nodes);
    this.#table = table;
    this.#kept = options.kept;
    this.#rowTags = options.tags;
    this.#edgesTo = edgeTargets(table, options.edges);
    this.#seen = new Uint32Array(nodes);
  }

  startSample(row: number, value: number, divisor: number): void {
    this.#stamp = row + 1;
    this.#value = value;
    this.#divisor = divisor;
    this.#labels = this.#rowTags?.(row) ?? null;
    this.#parent = -1;
    this.#residual = false;
  }

  /** Adds the frames of the next location toward the leaf, outermost first. */
  addLocation(location: number): void {
    const { starts, nodes } = this.#table;
    const first = starts[location]!;
    const last = starts[location + 1]! - 1;
    for (let frame = last; frame >= first; frame--) {
      const node = nodes[frame]!;
      if (this.#kept !== null && this.#kept[node] === 0) {
        this.#residual = true;
        continue;
      }
      if (this.#seen[node] !== this.#stamp) this.#addCum(node);
      if (this.#parent >= 0 && this.#parent !== node && this.#edgesTo[node] === 1)
        this.#addEdge(node, frame !== last);
      this.#parent = node;
      this.#residual = false;
    }
  }

  endSample(): void {
    const leaf = this.#parent;
    if (leaf < 0 || this.#residual) return;
    this.flat[leaf]! += this.#value;
    this.flatDivisors[leaf]! += this.#divisor;
    if (this.#labels !== null) this.#tagsOf(leaf).add(this.#labels, this.#value, this.#divisor, "flat");
  }

  #addCum(node: number): void {
    this.#seen[node] = this.#stamp;
    this.cum[node]! += this.#value;
    this.cumDivisors[node]! += this.#divisor;
    if (this.#labels !== null) this.#tagsOf(node).add(this.#labels, this.#value, this.#divisor, "cum");
  }

  #addEdge(node: number, inline: boolean): void {
    const { edges } = this;
    const row = edges.row(this.#parent, node);
    if (edges.seen[row] === this.#stamp) return;
    edges.seen[row] = this.#stamp;
    edges.values[row]! += this.#value;
    edges.divisors[row]! += this.#divisor;
    edges.flags[row]! |= (this.#residual ? RESIDUAL : 0) | (inline ? 0 : OUTLINED);
  }

  #tagsOf(node: number): NodeTags {
    return (this.tags[node] ??= new NodeTags());
  }
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
  const { edges } = counts;
  for (let row = 0; row < edges.count; row++) {
    if (Math.abs(edges.values[row]!) < lightest && isListed[edges.to[row]!] === 1) continue;
    const edge = node(edges.from[row]!).edgeTo(node(edges.to[row]!));
    edge.value = edges.values[row]!;
    edge.divisor = edges.divisors[row]!;
    edge.residual = (edges.flags[row]! & RESIDUAL) !== 0;
    edge.inline = (edges.flags[row]! & OUTLINED) === 0;
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

import { wrapped } from "./int64.ts";
import { nameParts, type NodeInfo } from "./node-info.ts";
import type { NodeTags } from "./node-tags.ts";

/**
 * A value added up over samples, and the sum it is to be divided by for a mean; divisor 0 means no mean. Both wrap at 64
 * bits as Go's do.
 */
export interface Sum {
  readonly value: bigint;
  readonly divisor: bigint;
}

/** Nothing added up. */
export const NO_SUM: Sum = { value: 0n, divisor: 0n };

/** Two sums in one. */
export function added(a: Sum, b: Sum): Sum {
  return { value: wrapped(a.value + b.value), divisor: wrapped(a.divisor + b.divisor) };
}

/** The value to show: truncated toward zero where it is a mean. */
export function shown({ value, divisor }: Sum): bigint {
  return divisor === 0n ? value : wrapped(value / divisor);
}

/** A call from one node to another, with the weight of the samples that went along it. */
export class GraphEdge {
  from: GraphNode;
  readonly to: GraphNode;
  sum: Sum = NO_SUM;
  /** Frames between the two were left out. */
  residual = false;
  /** Every one of the calls was inlined. */
  inline = true;

  constructor(from: GraphNode, to: GraphNode) {
    this.from = from;
    this.to = to;
  }
}

/** A function, line or address with what was spent in it (flat) and in it or below (cum), and its calls. */
export class GraphNode {
  readonly info: NodeInfo;
  /** In a call tree, the number of the node above when it was made, else -1: equal functions there are not the same. */
  readonly scope: number;
  flat: Sum = NO_SUM;
  cum: Sum = NO_SUM;
  readonly in: Map<GraphNode, GraphEdge> = new Map<GraphNode, GraphEdge>();
  readonly out: Map<GraphNode, GraphEdge> = new Map<GraphNode, GraphEdge>();
  tags: NodeTags | null = null;
  #name: string | undefined;

  constructor(info: NodeInfo, scope = -1) {
    this.info = info;
    this.scope = scope;
  }

  /** The name reports print. */
  get name(): string {
    this.#name ??= nameParts(this.info).join(" ");
    return this.#name;
  }

  /** The edge to another node, made when there is none yet. */
  edgeTo(to: GraphNode): GraphEdge {
    let edge = this.out.get(to);
    if (edge === undefined) {
      edge = new GraphEdge(this, to);
      this.out.set(to, edge);
      to.in.set(this, edge);
    }
    return edge;
  }

  /** Takes an edge away from both its ends. */
  static disconnect(edge: GraphEdge): void {
    edge.from.out.delete(edge.to);
    edge.to.in.delete(edge.from);
  }
}

/** A node with a net negative value, which a report may be asked to leave out. */
export function isNegative(flat: bigint, cum: bigint): boolean {
  return flat < 0n || (flat === 0n && cum < 0n);
}

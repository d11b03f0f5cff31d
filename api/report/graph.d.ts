import { type NodeInfo } from "./node-info.ts";
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
export declare const NO_SUM: Sum;
/** Two sums in one. */
export declare function added(a: Sum, b: Sum): Sum;
/** The value to show: truncated toward zero where it is a mean. */
export declare function shown({ value, divisor }: Sum): bigint;
/** A call from one node to another, with the weight of the samples that went along it. */
export declare class GraphEdge {
    from: GraphNode;
    readonly to: GraphNode;
    sum: Sum;
    /** Frames between the two were left out. */
    residual: boolean;
    /** Every one of the calls was inlined. */
    inline: boolean;
    constructor(from: GraphNode, to: GraphNode);
}
/** A function, line or address with what was spent in it (flat) and in it or below (cum), and its calls. */
export declare class GraphNode {
    #private;
    readonly info: NodeInfo;
    /** In a call tree, the number of the node above when it was made, else -1: equal functions there are not the same. */
    readonly scope: number;
    flat: Sum;
    cum: Sum;
    readonly in: Map<GraphNode, GraphEdge>;
    readonly out: Map<GraphNode, GraphEdge>;
    tags: NodeTags | null;
    constructor(info: NodeInfo, scope?: number);
    /** The name reports print. */
    get name(): string;
    /** The edge to another node, made when there is none yet. */
    edgeTo(to: GraphNode): GraphEdge;
    /** Takes an edge away from both its ends. */
    static disconnect(edge: GraphEdge): void;
}
/** A node with a net negative value, which a report may be asked to leave out. */
export declare function isNegative(flat: bigint, cum: bigint): boolean;

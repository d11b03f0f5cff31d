import { type NodeInfo } from "./node-info.ts";
import type { NodeTags } from "./node-tags.ts";
/** A value added up over samples, and the sum it is to be divided by for a mean; divisor 0 means no mean. */
export interface Sum {
    value: number;
    divisor: number;
}
/** The value to show: truncated toward zero where it is a mean. */
export declare function shown({ value, divisor }: Sum): number;
/** A call from one node to another, with the weight of the samples that went along it. */
export declare class GraphEdge implements Sum {
    from: GraphNode;
    readonly to: GraphNode;
    value: number;
    divisor: number;
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
    readonly flat: Sum;
    readonly cum: Sum;
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
export declare function isNegative(flat: number, cum: number): boolean;

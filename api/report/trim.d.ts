import { GraphNode } from "./graph.ts";
import type { Report } from "./report.ts";
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
export declare const MOST_TAGS = 4;
/**
 * The graph of a report. Left out are nodes and edges below a fraction of the net sum of all; then all but the first
 * so many nodes. After each step the samples are counted anew, so that calls across what was left out stay exact.
 * By google/pprof internal/report (newTrimmedGraph).
 */
export declare function trimmedGraph(report: Report, needs: GraphNeeds): TrimmedGraph;
/** The whole graph, in no particular order. */
export declare function wholeGraph(report: Report, needs: GraphNeeds): GraphNode[];

import { type GraphNode } from "./graph.ts";
import { type Report } from "./report.ts";
/** The heaviest nodes, one a line: `pprof -top`. */
export declare function top(report: Report): string;
/** Whether a node's callers inlined it. */
export declare function inlining(node: GraphNode): "none" | "some" | "all";

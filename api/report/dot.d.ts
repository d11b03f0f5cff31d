import { type Report } from "./report.ts";
/** The graph in Graphviz' language: `pprof -dot`. By google/pprof internal/graph/dotgraph.go. */
export declare function dot(report: Report): string;

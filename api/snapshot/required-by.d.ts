import type { Graph } from "./graph.ts";
/**
 * The nearest file of an application that led to a CommonJS module being loaded, by what each module says it was the first to
 * require; null where the graph does not tell, as of ES modules. One pass over the nodes.
 */
export declare function requiredBy(graph: Graph, script: string, isApplication: (file: string) => boolean): string | null;

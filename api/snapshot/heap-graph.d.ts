import { type Allocate } from "./columns.ts";
import type { Graph } from "./graph.ts";
import { type Snapshot } from "./model.ts";
/**
 * Dominators and retained sizes of all nodes: three sweeps over the edges and a few over the nodes. Takes 16 bytes a
 * node beside the snapshot while it runs, and keeps 12.
 */
export declare function buildGraph(snapshot: Snapshot, allocate?: Allocate): Graph;

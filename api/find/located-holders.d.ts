import { type Graph } from "#snapshot";
import type { Finding } from "#verdict";
/**
 * The finding of snapshots with the lines that declare its holders, where their source is on this machine, and the packages they
 * are in. `last` is the graph of the last snapshot; files are told as seen from `cwd`.
 */
export declare function locatedHolders(finding: Finding, last: Graph, cwd: string): Promise<Finding>;

import type { Finding } from "#verdict";
/**
 * A finding of heap snapshots with the lines that declare its holders, where their source is on this machine. Files below
 * `cwd` are named by their path from there.
 */
export declare function locatedHolders(finding: Finding, cwd: string): Promise<Finding>;

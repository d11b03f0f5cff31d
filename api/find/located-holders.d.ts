import { type Graph, type GrowingHolder } from "#snapshot";
import { type Finding } from "#verdict";
/** What is known of compared snapshots beside their finding. */
export interface ComparedFiles {
    /** The holders of the finding's leaks, in their order. */
    readonly growing: readonly GrowingHolder[];
    readonly last: Graph;
    /** That of the first, whose open connections are counted; left out, nothing is known of them. */
    readonly first?: Graph;
    /** When the first one was taken: a file that was written later may not be what ran. */
    readonly since: Date;
    /** Files are told as seen from here. */
    readonly cwd: string;
}
/**
 * The finding of snapshots with the lines that declare its holders and that add to them, where the source that ran is on this
 * machine, and the packages they are in. What the source says is cut back in time is told in a note instead.
 */
export declare function locatedHolders(finding: Finding, compared: ComparedFiles): Promise<Finding>;

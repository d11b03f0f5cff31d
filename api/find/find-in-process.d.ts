import type { NodeTarget } from "#target";
import type { Finding } from "#verdict";
import type { Progress } from "./progress.ts";
/** How to look at a target. */
export interface FindOptions {
    /** Length of the window, milliseconds. */
    readonly windowMs: number;
    /** Ends the window early; the finding then rests on what was seen. */
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: (progress: Progress) => void;
}
/**
 * Looks at a running Node process for the length of the window and says what only grows. Takes everything it put in
 * out again; the caller closes the target.
 */
export declare function findInProcess(target: NodeTarget, options: FindOptions): Promise<Finding>;

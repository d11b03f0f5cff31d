import type { Progress } from "./progress.ts";
/** How to look at a target. */
export interface FindOptions {
    /** Length of the window, milliseconds. */
    readonly windowMs: number;
    /** Ends the window early; the finding then rests on what was seen. */
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: (progress: Progress) => void;
}
/** How to look at a target, and when to climb to the last rung of the ladder: heap snapshots. */
export interface SnapshotOptions extends FindOptions {
    /** Compare two heap snapshots in any case; otherwise only when nothing else explains the growth and they are cheap. */
    readonly snapshot?: boolean;
    /** Told what the user should know besides the finding, one line each. */
    readonly onNote?: (note: string) => void;
}

import type { NodeTarget, ProcessLimit } from "#target";
/** What taking a snapshot will cost the process, told before anything is done to it. */
export interface CapturePlan {
    /** Bytes in use in its heap. */
    readonly heapBytes: number;
    /** How long it will stand still, doing nothing else: from, to. */
    readonly pauseMs: Range;
    /** Bytes of memory that it will need on top of what it has: from, to. */
    readonly extraBytes: Range;
    /** Size of the snapshot, not packed, about. */
    readonly snapshotBytes: number;
    /** The limit that leaves the least memory to it; null when that cannot be seen from here. */
    readonly tightest: ProcessLimit | null;
    readonly verdict: "cheap" | "needs-consent" | "too-dangerous";
}
/** An estimate: not less than the first, not more than the second. */
export type Range = readonly [low: number, high: number];
/** Estimates what a snapshot of a process costs; asks it two questions and changes nothing. */
export declare function planCapture(target: NodeTarget): Promise<CapturePlan>;
/** The plan for a heap of a size within limits. */
export declare function capturePlan(heapBytes: number, limits: readonly ProcessLimit[]): CapturePlan;
/** Bytes left below a limit. */
export declare function free({ bytes, usedBytes }: ProcessLimit): number;

import { type NodeTarget } from "#target";
import { type CapturePlan } from "./capture-plan.ts";
/** How far a capture is. */
export interface CaptureProgress {
    readonly phase: "collecting" | "writing";
    /** Share done of this phase, 0 to 1. */
    readonly done: number;
    /** Bytes of the snapshot received, before packing. */
    readonly bytes: number;
}
export interface TakeOptions {
    /** Told the plan; the snapshot is taken when it resolves to true. Asked only when the plan needs consent. */
    readonly consent: (plan: CapturePlan) => Promise<boolean>;
    readonly onPlan?: (plan: CapturePlan) => void;
    readonly onProgress?: (progress: CaptureProgress) => void;
    readonly signal?: AbortSignal;
}
/** What was taken. */
export interface TakenSnapshot {
    readonly path: string;
    readonly plan: CapturePlan;
    /** Bytes of the snapshot, and of the file it is in. */
    readonly snapshotBytes: number;
    readonly fileBytes: number;
    /** How long the process stood still, as seen from here. */
    readonly pauseMs: number;
}
/**
 * Takes a heap snapshot of a process into a file, through its inspector, as it is written: neither it nor we hold the
 * whole text. Refuses when there is not memory or disk enough, and asks before a long pause. Leaves no file when it
 * does not succeed. Throws a HeapFileError or TargetError.
 */
export declare function takeSnapshot(target: NodeTarget, path: string, options: TakeOptions): Promise<TakenSnapshot>;

import { type NodeTarget } from "#target";
import type { MemoryLimit } from "#verdict";
import { type Observation, type ObserveOptions } from "./observation.ts";
/** What was seen of one thread of the target. */
export interface ObservedThread {
    /** `worker thread resize.mjs`; null for the main thread. */
    readonly name: string | null;
    readonly observation: Observation;
    readonly limits: readonly MemoryLimit[];
}
/** The threads of a target, and how many of its workers were left out. */
export interface ObservedThreads {
    readonly main: ObservedThread;
    readonly workers: readonly ObservedThread[];
    readonly notes: readonly string[];
}
/** How the title of the agent's own worker thread ends. */
export declare const AGENT_THREAD = "sawtooth agent";
/** Observes the main thread and the workers there are at the start, all during the same window. */
export declare function observeThreads(target: NodeTarget, options: ObserveOptions): Promise<ObservedThreads>;

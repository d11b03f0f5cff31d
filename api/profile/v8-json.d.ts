import type { SamplingHeapProfile } from "./heap-profile.ts";
/** Where a function of V8 begins; lines and columns are 0-based. */
export interface CallFrame {
    readonly functionName: string;
    readonly scriptId: string;
    readonly url: string;
    readonly lineNumber: number;
    readonly columnNumber: number;
}
/** V8's `Profiler.Profile`, which is also the content of a `.cpuprofile` file; times in microseconds. */
export interface CpuProfile {
    readonly nodes: readonly CpuProfileNode[];
    readonly startTime: number;
    readonly endTime: number;
    /** Ids of the nodes that were running, and the time from each sample to the one before. */
    readonly samples: readonly number[];
    readonly timeDeltas: readonly number[];
}
/** A call in the tree of stacks that were seen. */
export interface CpuProfileNode {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly hitCount: number;
    /** Left out by V8 where there are none, as `positionTicks` is. */
    readonly children?: readonly number[];
    /** Samples by line, 1-based, where V8 counts them. */
    readonly positionTicks?: readonly {
        readonly line: number;
        readonly ticks: number;
    }[];
}
/** What a JSON text of V8 is. */
export type V8Json = {
    readonly kind: "heap";
    readonly profile: SamplingHeapProfile;
} | {
    readonly kind: "cpu";
    readonly profile: CpuProfile;
};
/** Reads `.heapprofile` and `.cpuprofile`; null for other JSON. Throws ProfileFormatError for one that is damaged. */
export declare function parseV8Json(source: string): V8Json | null;

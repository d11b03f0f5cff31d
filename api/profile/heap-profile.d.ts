import type { Profile } from "./model.ts";
/** V8's `HeapProfiler.SamplingHeapProfile`, which is also the content of a `.heapprofile` file. */
export interface SamplingHeapProfile {
    readonly head: SamplingHeapProfileNode;
    readonly samples?: readonly {
        readonly size: number;
        readonly nodeId: number;
    }[];
}
/** A call in the tree of allocating stacks; lines and columns are 0-based. */
export interface SamplingHeapProfileNode {
    readonly callFrame: {
        readonly functionName: string;
        readonly scriptId: string;
        readonly url: string;
        readonly lineNumber: number;
        readonly columnNumber: number;
    };
    /** Bytes allocated here and still live, scaled up from the samples. */
    readonly selfSize: number;
    /** What `samples` refer to; without it no objects are counted. */
    readonly id?: number;
    readonly children: readonly SamplingHeapProfileNode[];
}
/** When and how a heap profile was taken. */
export interface HeapProfileOrigin {
    /** Average bytes between two samples; V8's default is 32 KiB. */
    readonly intervalBytes: number;
    readonly timeNanos?: bigint;
    readonly durationNanos?: bigint;
    readonly comments?: readonly string[];
}
/**
 * A V8 sampling heap profile as a profile with Go's sample types `inuse_objects` and `inuse_space`. V8 gives the place
 * where a function begins, not the line that allocates: it becomes the function's start line and the frame's line.
 * Functions are known by script, line, column and name. Builtins, which have no URL (`set`, `push`), are folded into
 * their caller; what nothing called, such as the engine's own `(V8 API)`, stays.
 * V8 tells bytes exactly as estimated but not how many objects they are: `inuse_objects` counts the sampled objects.
 */
export declare function profileOfHeapProfile(heap: SamplingHeapProfile, origin: HeapProfileOrigin): Profile;

import type { Connection } from "./cdp.ts";
import { type EvaluateOptions } from "./evaluation.ts";
import { type ProcessLimit } from "./memory-limits.ts";
import { Watchdog } from "./watchdog.ts";
import { type WorkerSession } from "./workers.ts";
/** The process looked at; never with the arguments it was given, which may hold secrets. */
export interface TargetProcess {
    readonly kind: "node";
    /** What a person would call it: `node server.js (pid 4242)`. */
    readonly name: string;
    readonly pid: number;
    /** The inspector it was reached by, without its secret path; null when it was reached by its pid. */
    readonly url: string | null;
    /** Such as `v22.23.3`. */
    readonly node: string;
    readonly uptimeSeconds: number;
    /** The executable and the script: `node dist/server.js`. */
    readonly command: string;
    readonly cwd: string | null;
    /** Another machine, or another container, so its files and limits are not ours to read. */
    readonly remote: boolean;
}
/** What `close` left behind. */
export interface CloseReport {
    /** False when an inspector that we opened is still open. */
    readonly inspectorClosed: boolean;
    /** One line for the user when something is not as it was; null otherwise. */
    readonly note: string | null;
}
export interface NodeTargetParts {
    readonly cdp: Connection;
    readonly watchdog: Watchdog;
    readonly description: TargetProcess;
    /** Port of the inspector when we opened it; null when somebody else did. */
    readonly openedPort: number | null;
}
/** A running Node process with its inspector attached. */
export declare class NodeTarget {
    #private;
    readonly description: TargetProcess;
    /** The raw protocol, for the Profiler, HeapProfiler and Debugger domains. */
    readonly cdp: Connection;
    /** The inspector was opened by us, and is closed by `close`. */
    readonly openedByUs: boolean;
    /** Resolves with the reason when the target ends, or can no longer be reached; never rejects. */
    readonly exited: Promise<string>;
    constructor(parts: NodeTargetParts);
    /** The value of an expression in the target, copied as JSON would; `evaluation-threw` when it throws. */
    evaluate<T>(expression: string, options?: EvaluateOptions): Promise<T>;
    /** A handle on the object an expression yields; it keeps the object alive until `release` or `close`. */
    evaluateHandle(expression: string, options?: EvaluateOptions): Promise<string>;
    /** Calls `function (…) {…}` with an object of the target as `this` and JSON values as arguments. */
    call<T>(objectId: string, functionDeclaration: string, args?: readonly unknown[], options?: EvaluateOptions): Promise<T>;
    /** The same with other objects of the target as arguments. */
    callWith<T>(objectId: string, functionDeclaration: string, handles: readonly string[], options?: EvaluateOptions): Promise<T>;
    release(objectId: string): Promise<void>;
    /**
     * Registers a function of the target (by its handle) that undoes what was done to it, called there if we are killed,
     * hung or stopped. An ordinary `close` does not call it: undo first, then close.
     */
    whenAbandoned(functionHandle: string): Promise<void>;
    /** What ends the process when it is reached: V8's heap limit, the container's, the machine's memory. */
    limits(): Promise<ProcessLimit[]>;
    /** How many worker threads it runs. */
    workerCount(): Promise<number>;
    /** A session inside each of its worker threads; `detach` each when done. */
    workerSessions(): Promise<WorkerSession[]>;
    /** Leaves the target as it was. Never rejects; the same answer however often it is called. */
    close(): Promise<CloseReport>;
}

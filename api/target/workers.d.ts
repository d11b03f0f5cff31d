import { type Connection, type Protocol } from "./cdp.ts";
import { type EvaluateOptions } from "./evaluation.ts";
/** A session inside one worker thread. */
export interface WorkerSession {
    /** Such as `[worker 1] pool`, or as Node names it. */
    readonly title: string;
    /** `file://…` of its script; empty for a worker made from source text. */
    readonly url: string;
    /** The raw protocol of that isolate. */
    readonly protocol: Protocol;
    evaluate<T>(expression: string, options?: EvaluateOptions): Promise<T>;
    evaluateHandle(expression: string, options?: EvaluateOptions): Promise<string>;
    call<T>(objectId: string, functionDeclaration: string, args?: readonly unknown[], options?: EvaluateOptions): Promise<T>;
    callWith<T>(objectId: string, functionDeclaration: string, handles: readonly string[], options?: EvaluateOptions): Promise<T>;
    release(objectId: string): Promise<void>;
    /** Leaves the worker as it was. */
    detach(): Promise<void>;
}
/** The worker threads of a target, reached through the NodeWorker domain of its main thread. */
export declare class Workers {
    #private;
    constructor(main: Connection);
    /** How many there are now, or were when the sessions now open were made. */
    count(): Promise<number>;
    /** Attaches to every worker there is now; workers started later are let alone. Detach all before the next call. */
    sessions(): Promise<WorkerSession[]>;
}

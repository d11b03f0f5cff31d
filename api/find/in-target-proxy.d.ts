import type { EvaluateOptions } from "#target";
import { type CollectionFacts, type Cost, type CountLook, type MemorySample, type WalkSummary, type WatchOutcome, type WatchReport } from "#walk";
/** One JavaScript isolate of a target: its main thread, or a worker's. */
export interface Isolate {
    evaluate<T>(expression: string, options?: EvaluateOptions): Promise<T>;
    evaluateHandle(expression: string, options?: EvaluateOptions): Promise<string>;
    call<T>(objectId: string, declaration: string, args?: readonly unknown[], options?: EvaluateOptions): Promise<T>;
    release(objectId: string): Promise<void>;
}
/** The walk inside a target, called from here. */
export declare class InTargetProxy {
    #private;
    private constructor();
    /** Puts the walk into the target; nothing of it is reachable from the program. */
    static install(isolate: Isolate): Promise<InTargetProxy>;
    walk(): Promise<WalkSummary>;
    look(ids: readonly number[] | null, heavy: boolean): Promise<CountLook>;
    describe(ids: readonly number[], withSize: boolean): Promise<CollectionFacts[]>;
    files(): Promise<string[]>;
    watch(id: number): Promise<WatchOutcome>;
    harvest(): Promise<WatchReport[]>;
    memory(): Promise<MemorySample>;
    cost(): Promise<Cost>;
    /** Takes everything out again. A thread that has ended or is stuck needs no answer: its own timer does it. */
    remove(): Promise<void>;
}

import type { Protocol } from "./cdp.ts";
export interface EvaluateOptions {
    /** Wait for the promise the expression yields. */
    readonly awaitPromise?: boolean;
    readonly timeoutMs?: number;
    /** Offer `require` and the other names of the console to the expression, for Node before 20.16 and 22.3. */
    readonly consoleNames?: boolean;
}
/** Runs code in one isolate of the target. What the code throws comes back as a TargetError `evaluation-threw`. */
export declare class Evaluator {
    #private;
    constructor(protocol: Protocol);
    /** The value of an expression, copied as JSON would. */
    value<T>(expression: string, options?: EvaluateOptions): Promise<T>;
    /** A handle on the object an expression yields. It keeps the object alive until it is released. */
    handle(expression: string, options?: EvaluateOptions): Promise<string>;
    /** Calls `function (…) {…}` with an object of the target as `this` and JSON values as arguments. */
    call<T>(objectId: string, functionDeclaration: string, args?: readonly unknown[], options?: EvaluateOptions): Promise<T>;
    /** The same with other objects of the target as arguments. */
    callWith<T>(objectId: string, functionDeclaration: string, handles: readonly string[], options?: EvaluateOptions): Promise<T>;
    release(objectId: string): Promise<void>;
}

import type { Protocol } from "./cdp.ts";
import { TargetError } from "./target-error.ts";

export interface EvaluateOptions {
  /** Wait for the promise the expression yields. */
  readonly awaitPromise?: boolean;
  readonly timeoutMs?: number;
  /** Offer `require` and the other names of the console to the expression, for Node before 20.16 and 22.3. */
  readonly consoleNames?: boolean;
}

/** A value in the target: itself when it was asked for, else a handle. */
interface RemoteObject {
  readonly type: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
  readonly objectId?: string;
}

interface EvaluationResult {
  readonly result: RemoteObject;
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string; readonly value?: unknown };
  };
}

/** Runs code in one isolate of the target. What the code throws comes back as a TargetError `evaluation-threw`. */
export class Evaluator {
  readonly #protocol: Protocol;

  constructor(protocol: Protocol) {
    this.#protocol = protocol;
  }

  /** The value of an expression, copied as JSON would. */
  async value<T>(expression: string, options: EvaluateOptions = {}): Promise<T> {
    return (await this.#evaluate(expression, options, true)).value as T;
  }

  /** A handle on the object an expression yields. It keeps the object alive until it is released. */
  async handle(expression: string, options: EvaluateOptions = {}): Promise<string> {
    const { objectId, type } = await this.#evaluate(expression, options, false);
    if (objectId === undefined)
      throw new TargetError("evaluation-threw", `expected an object, got ${type}: ${expression}`);
    return objectId;
  }

  /** Calls `function (…) {…}` with an object of the target as `this` and JSON values as arguments. */
  call<T>(
    objectId: string,
    functionDeclaration: string,
    args: readonly unknown[] = [],
    options: EvaluateOptions = {},
  ): Promise<T> {
    return this.#callOn<T>(
      objectId,
      functionDeclaration,
      args.map((value) => ({ value })),
      options,
    );
  }

  /** The same with other objects of the target as arguments. */
  callWith<T>(
    objectId: string,
    functionDeclaration: string,
    handles: readonly string[],
    options: EvaluateOptions = {},
  ): Promise<T> {
    return this.#callOn<T>(
      objectId,
      functionDeclaration,
      handles.map((handle) => ({ objectId: handle })),
      options,
    );
  }

  async #callOn<T>(
    objectId: string,
    functionDeclaration: string,
    args: readonly object[],
    options: EvaluateOptions,
  ): Promise<T> {
    const answer = await this.#protocol.send<EvaluationResult>(
      "Runtime.callFunctionOn",
      {
        objectId,
        functionDeclaration,
        arguments: args,
        returnByValue: true,
        awaitPromise: options.awaitPromise ?? false,
        silent: true,
      },
      sendOptions(options),
    );
    return valueOf(answer).value as T;
  }

  async release(objectId: string): Promise<void> {
    await this.#protocol.send("Runtime.releaseObject", { objectId });
  }

  async #evaluate(
    expression: string,
    options: EvaluateOptions,
    returnByValue: boolean,
  ): Promise<RemoteObject> {
    const answer = await this.#protocol.send<EvaluationResult>(
      "Runtime.evaluate",
      {
        expression,
        returnByValue,
        awaitPromise: options.awaitPromise ?? false,
        includeCommandLineAPI: options.consoleNames ?? false,
        silent: true,
      },
      sendOptions(options),
    );
    return valueOf(answer);
  }
}

function sendOptions(options: EvaluateOptions): { timeoutMs?: number } {
  return options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs };
}

function valueOf(answer: EvaluationResult): RemoteObject {
  const { exceptionDetails: thrown, result } = answer;
  if (thrown === undefined) return result;
  const what = thrown.exception?.description ?? JSON.stringify(thrown.exception?.value) ?? thrown.text;
  throw new TargetError("evaluation-threw", `code that Sawtooth ran in the target threw: ${what}`);
}

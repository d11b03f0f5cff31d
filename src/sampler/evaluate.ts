import { TargetError, type Protocol } from "#target";

interface Answer<T> {
  readonly result: { readonly value?: T };
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: { readonly description?: string };
  };
}

/** Milliseconds that a reading may take: a full collection of some gigabytes. */
const PATIENCE_MS = 60_000;

/** The value of an expression in the thread, copied as JSON would, also while it is stuck; `evaluation-threw`. */
export async function evaluate<T>(protocol: Protocol, expression: string): Promise<T> {
  const { result, exceptionDetails: thrown } = await protocol.send<Answer<T>>(
    "Runtime.evaluate",
    { expression, returnByValue: true, silent: true },
    { timeoutMs: PATIENCE_MS },
  );
  if (thrown === undefined) return result.value as T;
  throw new TargetError(
    "evaluation-threw",
    `what the profiler runs in the program threw: ${thrown.exception?.description ?? thrown.text}`,
  );
}

import type { Session } from "node:inspector";

/** Calls the inspector of this thread, which answers before it returns; throws what it refuses. */
export function call(session: Session, method: string, params: object = {}): unknown {
  let answer: unknown;
  let refusal: Error | null = null;
  session.post(method, params, (error, result) => {
    refusal = error;
    answer = result;
  });
  if (refusal !== null) throw refusal as Error;
  return answer;
}

/** Whether anybody samples this isolate's allocations. Where the inspector started it, asking takes a full collection. */
export function isSampling(session: Session): boolean {
  try {
    call(session, "HeapProfiler.getSamplingProfile");
    return true;
  } catch {
    return false;
  }
}

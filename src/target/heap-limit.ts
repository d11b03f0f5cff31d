import type { EvaluateOptions } from "./evaluation.ts";
import type { ProcessLimit } from "./memory-limits.ts";

/** Anything that evaluates in one isolate: a process's main thread, or one of its workers. */
interface Evaluating {
  evaluate<T>(expression: string, options?: EvaluateOptions): Promise<T>;
}

const MEBIBYTE = 2 ** 20;

/** What the heap of one isolate may grow to, as its own `v8.getHeapStatistics()` and options tell. */
export interface HeapSettings {
  /** `heap_size_limit`, bytes. */
  readonly limit: number;
  /** Node's major version. */
  readonly major: number;
  /** `process.execArgv` and `NODE_OPTIONS` in one text. */
  readonly options: string;
}

/** What V8 lets the old generation of an isolate grow to; bytes and what is in use of them now. */
export async function heapLimitOf(isolate: Evaluating): Promise<ProcessLimit> {
  const heap = await isolate.evaluate<HeapSettings & { used: number }>(
    `(({ heap_size_limit, used_heap_size }) => ({
      limit: heap_size_limit,
      used: used_heap_size,
      major: parseInt(process.versions.node),
      options: [...process.execArgv, process.env.NODE_OPTIONS ?? ""].join(" "),
    }))((process.getBuiltinModule ? process.getBuiltinModule("node:v8") : require("v8")).getHeapStatistics())`,
    { consoleNames: true },
  );
  const bytes = oldGenerationLimit(heap);
  return { kind: "heap limit", bytes, usedBytes: Math.min(heap.used, bytes) };
}

/**
 * What V8 lets the old generation of an isolate grow to, bytes. `heap_size_limit` has the young generation in it as well,
 * three semi-spaces that what stays in memory can never fill: 48 MiB before Node 24, 192 MiB on 24 and 25, 96 MiB
 * from 26 on, unless `--max-semi-space-size` says otherwise; `--max-heap-size` sets the sum.
 */
export function oldGenerationLimit({ limit, major, options }: HeapSettings): number {
  const semiSpace = /--max[-_]semi[-_]space[-_]size[= ](\d+)/.exec(options)?.[1];
  const young = 3 * MEBIBYTE * (semiSpace === undefined ? usualSemiSpace(major) : Number(semiSpace));
  const isSum = /--max[-_]heap[-_]size/.test(options);
  return isSum || limit <= young ? limit : limit - young;
}

function usualSemiSpace(major: number): number {
  if (major >= 26) return 32;
  return major >= 24 ? 64 : 16;
}

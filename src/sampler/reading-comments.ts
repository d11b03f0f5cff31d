import type { HeapReading } from "./heap-reading.ts";

/** What a heap profile says of itself: the versions, who samples how often, and what it cannot know. */
export function readingComments(
  { state }: HeapReading,
  versions: NodeJS.ProcessVersions,
  intervalBytes: number,
): string[] {
  const gaps = state.gaps.map(
    ({ atMs, why }) => `gap: ${time(atMs)}: ${why}; live objects allocated before are missing`,
  );
  if (state.gapCount > gaps.length) gaps.unshift(`gap: ${state.gapCount - gaps.length} earlier gaps`);
  return [
    `node: ${versions.node}`,
    `v8: ${versions.v8}`,
    `interval: ${intervalBytes} bytes`,
    `sampler: ${owner(state.backend)}, since ${time(state.startedAtMs)}`,
    ...gaps,
    "alloc_*: stacks of what lived when it was read; the rest is under (freed before it was read)",
  ];
}

function owner(backend: HeapReading["state"]["backend"]): string {
  switch (backend) {
    case null:
      return "none";
    case "foreign":
      return "started by another profiler";
    case "v8":
      return "sawtooth (v8.startHeapProfile)";
    case "datadog":
      return "sawtooth (@datadog/pprof)";
    case "inspector":
      return "sawtooth (inspector)";
  }
}

function time(ms: number): string {
  return ms === 0 ? "an unknown time" : new Date(ms).toISOString();
}

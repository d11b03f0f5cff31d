import type { HeapReading } from "./heap-reading.ts";

/** The versions that made a profile. */
export function versionComments(): string[] {
  return [`node: ${process.versions.node}`, `v8: ${process.versions.v8}`];
}

/** What a heap profile says of itself: the versions, who samples how often, and what it cannot know. */
export function readingComments({ state }: HeapReading, intervalBytes: number): string[] {
  const gaps = state.gaps.map(
    ({ atMs, why }) => `gap: ${time(atMs)}: ${why}; live objects allocated before are missing`,
  );
  if (state.gapCount > gaps.length) gaps.unshift(`gap: ${state.gapCount - gaps.length} earlier gaps`);
  return [
    ...versionComments(),
    `interval: ${intervalBytes} bytes`,
    `sampler: ${owner(state.backend)}, since ${time(state.startedAtMs)}`,
    ...gaps,
    "alloc_*: by the stacks of what was seen alive; the rest is under (freed before it was read)",
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

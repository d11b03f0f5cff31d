import type { Command } from "./commands.ts";

/** Every command of `sawtooth snapshot`, in the order help shows them. */
export const snapshotCommands: readonly Command[] = [
  {
    name: "diff",
    usage: "BEFORE AFTER [LATER…]",
    summary: "what grew, who holds it, which line adds to it",
    load: async () => (await import("./snapshot-diff.ts")).snapshotDiff,
  },
  {
    name: "top",
    usage: "FILE",
    summary: "who retains most: holder, class or package",
    load: async () => (await import("./snapshot-top.ts")).snapshotTop,
  },
  {
    name: "why",
    usage: "FILE WHAT",
    summary: "why an object, class or variable is alive",
    load: async () => (await import("./snapshot-why.ts")).snapshotWhy,
  },
  {
    name: "suspects",
    usage: "FILE",
    summary: "where memory has piled up",
    load: async () => (await import("./snapshot-suspects.ts")).snapshotSuspects,
  },
  {
    name: "collections",
    usage: "FILE",
    summary: "the largest, emptiest and most wasteful ones",
    load: async () => (await import("./snapshot-collections.ts")).snapshotCollections,
  },
  {
    name: "strings",
    usage: "FILE",
    summary: "large strings, and those there many times",
    load: async () => (await import("./snapshot-strings.ts")).snapshotStrings,
  },
  {
    name: "dominators",
    usage: "FILE",
    summary: "the tree of who keeps what alive",
    load: async () => (await import("./snapshot-dominators.ts")).snapshotDominators,
  },
  {
    name: "pprof",
    usage: "FILE [BEFORE]",
    summary: "retention as a profile, for 'sawtooth pprof'",
    load: async () => (await import("./snapshot-pprof.ts")).snapshotPprof,
  },
  {
    name: "take",
    usage: "TARGET",
    summary: "takes one of a running process, or two to compare",
    load: async () => (await import("./snapshot-take.ts")).snapshotTake,
  },
  {
    name: "index",
    usage: "FILE",
    summary: "a third of the size, opened in a moment",
    load: async () => (await import("./snapshot-index.ts")).snapshotIndex,
  },
];

import type { Command } from "./commands.ts";

/** Every command of `sawtooth snapshot`, in the order help shows them. */
export const snapshotCommands: readonly Command[] = [
  {
    name: "diff",
    usage: "BEFORE AFTER [LATER…]",
    summary: "what grew in every step, who holds it, entry by entry and byte by byte",
    load: async () => (await import("./snapshot-diff.ts")).snapshotDiff,
  },
  {
    name: "top",
    usage: "FILE",
    summary: "who retains most, by holder, class or package",
    load: async () => (await import("./snapshot-top.ts")).snapshotTop,
  },
  {
    name: "why",
    usage: "FILE WHAT",
    summary: "why something is alive: an object by its id, a class, a variable",
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
    summary: "the largest, the emptiest and the most wasteful collections",
    load: async () => (await import("./snapshot-collections.ts")).snapshotCollections,
  },
  {
    name: "strings",
    usage: "FILE",
    summary: "the largest strings, and those that are there many times",
    load: async () => (await import("./snapshot-strings.ts")).snapshotStrings,
  },
  {
    name: "dominators",
    usage: "FILE",
    summary: "the tree of who keeps what alive, from the largest down",
    load: async () => (await import("./snapshot-dominators.ts")).snapshotDominators,
  },
  {
    name: "pprof",
    usage: "FILE [BEFORE]",
    summary: "writes retention as a profile, for 'sawtooth pprof' and its flame graphs",
    load: async () => (await import("./snapshot-pprof.ts")).snapshotPprof,
  },
  {
    name: "take",
    usage: "TARGET",
    summary: "takes a snapshot of a running process, if it can bear it",
    load: async () => (await import("./snapshot-take.ts")).snapshotTake,
  },
  {
    name: "index",
    usage: "FILE",
    summary: "writes what the other commands need, a third of the size and opened in a moment",
    load: async () => (await import("./snapshot-index.ts")).snapshotIndex,
  },
];

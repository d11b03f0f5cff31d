/** One command of the program; its code is loaded only when it is asked for. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Runs with the arguments after the name; resolves to the exit code. */
  readonly load: () => Promise<(args: readonly string[]) => Promise<number>>;
}

/** Every command, in the order help shows them. */
export const commands: readonly Command[] = [
  {
    name: "find",
    usage: "TARGET",
    summary: "what grows in a running process, who holds it, which line adds to it",
    load: async () => (await import("./find.ts")).find,
  },
  {
    name: "pprof",
    usage: "[FORMAT] SOURCE",
    summary: "reports on a profile of any language, with the flags of go tool pprof",
    load: async () => (await import("./pprof.ts")).pprof,
  },
  {
    name: "diff",
    usage: "BEFORE AFTER",
    summary: "what grew and shrank from one profile to another, by site, with rates",
    load: async () => (await import("./diff.ts")).diff,
  },
  {
    name: "check",
    usage: "[PATHS]",
    summary: "what will grow for ever, in the source: JavaScript, TypeScript, Go",
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "snapshot",
    usage: "COMMAND FILE…",
    summary: "heap snapshots: what grew and who holds it, what is large, why it is alive",
    load: async () => (await import("./snapshot.ts")).snapshot,
  },
];

/** Something in the source that will grow for ever, or costs what it need not. */
export interface Problem {
  /** `no-unpruned-collection`, `no-first-key-eviction`, `require-listener-removal`. */
  readonly rule: string;
  /** Relative to the folder that was checked from, with `/`. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What it is about, such as the name of a collection; null when the message names nothing. */
  readonly subject: string | null;
  /** The line that adds, when it is another one; null otherwise. */
  readonly growsAt: number | null;
  /** Bytes by which allocations at that line grew in the given profile; null without one. */
  readonly grewBytes: number | null;
}

/** What was checked, and what was found in it. */
export interface CheckResult {
  /** Most grown first when there is a profile, else by file and line. */
  readonly problems: readonly Problem[];
  /** How many files were checked. */
  readonly files: number;
  /** Files that could not be parsed, with where and why: `src/a.js:3:7: Unexpected token`. */
  readonly unread: readonly string[];
  /** Problems that the baseline knows already. */
  readonly known: number;
}

/** What the messages of the rules say beside their words: the name in quotes they begin with, and the line that adds. */
export function problemOf(
  place: Pick<Problem, "rule" | "file" | "line" | "column">,
  message: string,
): Problem {
  const subject = /'([^']+)'/.exec(message)?.[1] ?? null;
  const growsAt = /grows at line (\d+)/.exec(message)?.[1];
  return {
    ...place,
    message,
    subject,
    growsAt: growsAt === undefined ? null : Number(growsAt),
    grewBytes: null,
  };
}

/** By file, then line, then rule. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

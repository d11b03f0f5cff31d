import type { Answer } from "./detector.ts";
import { isRight, type LeakCase, type Variant } from "./case.ts";

/** One run of a case and what a detector said about it. */
export interface Run {
  readonly detector: string;
  readonly leakCase: LeakCase;
  readonly variant: Variant;
  readonly answer: Answer;
  /** Wall clock beyond the seconds the case serves. */
  readonly extraSeconds: number;
  /** Why the case was started again before it was looked at. */
  readonly restarts: readonly string[];
}

/** How good the answers of one detector are. */
export interface Score {
  readonly leaky: number;
  /** Leaking runs with any report at all. */
  readonly alarmed: number;
  /** Leaking runs with a report that names the culprit. */
  readonly named: number;
  /** Those whose first report does. */
  readonly namedFirst: number;
  readonly healthy: number;
  readonly silent: number;
  readonly reports: number;
  readonly rightReports: number;
  readonly meanExtraSeconds: number;
  readonly longestPauseMs: number | null;
}

export function scoreOf(runs: readonly Run[]): Score {
  const leaky = runs.filter(({ variant }) => variant === "leaky");
  const healthy = runs.filter(({ variant }) => variant !== "leaky");
  const rights = leaky.map(({ leakCase, answer }) => answer.leaks.map((leak) => isRight(leakCase, leak)));
  const pauses = runs.flatMap(({ answer }) => answer.pauseMs ?? []);
  return {
    leaky: leaky.length,
    alarmed: leaky.filter(({ answer }) => answer.leaks.length > 0).length,
    named: rights.filter((each) => each.includes(true)).length,
    namedFirst: rights.filter(([first]) => first === true).length,
    healthy: healthy.length,
    silent: healthy.filter(({ answer }) => answer.leaks.length === 0).length,
    reports: rights.flat().length,
    rightReports: rights.flat().filter(Boolean).length,
    meanExtraSeconds: runs.reduce((sum, { extraSeconds }) => sum + extraSeconds, 0) / runs.length,
    longestPauseMs: pauses.length === 0 ? null : Math.max(...pauses),
  };
}

/** What came of one run, in a word. */
export function outcomeOf({ leakCase, variant, answer: { leaks } }: Run): string {
  if (variant !== "leaky") return leaks.length === 0 ? "silent" : "FALSE ALARM";
  const right = leaks.findIndex((leak) => isRight(leakCase, leak));
  if (right === 0) return "named";
  if (right > 0) return `named ${right + 1}.`;
  return leaks.length === 0 ? "MISSED" : "WRONG";
}

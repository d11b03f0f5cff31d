import type { LeakCase, ReportedLeak, Variant } from "./case.ts";

/** What a detector is given. */
export interface Look {
  readonly leakCase: LeakCase;
  readonly variant: Variant;
  /** How long the case serves, and so how long there is to look at it. */
  readonly seconds: number;
  /** The Node binary the case runs on. */
  readonly node: string;
  /** Told of a case that ended by itself before it was looked at, and was started again. */
  readonly onRestart: (reason: string) => void;
}

/** What a detector says about one run of a case. */
export interface Answer {
  /** First the one it is surest of; empty when it finds no leak. */
  readonly leaks: readonly ReportedLeak[];
  /** Longest stretch for which it held the case's event loop, milliseconds; null when it does not tell. */
  readonly pauseMs: number | null;
  /** CPU it took in the case, milliseconds; null when it does not tell. */
  readonly cpuMs: number | null;
}

/** A way to find leaks, put to the same question as the others. */
export type Detector = (look: Look) => Promise<Answer>;

import { expectNoLeak, type ExpectNoLeakOptions } from "./expect-no-leak.ts";
import { noHandlesLeft } from "./open-handles.ts";

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** The type of `leakMatchers`. */
export interface LeakMatchers {
  readonly toLeaveNothing: (scenario: unknown, options?: ExpectNoLeakOptions) => Promise<MatcherResult>;
  readonly toLeaveNoHandles: (scenario: unknown) => Promise<MatcherResult>;
}

/**
 * Matchers for `expect.extend(leakMatchers)` of vitest and jest: `await expect(scenario).toLeaveNothing()` and
 * `await expect(scenario).toLeaveNoHandles()`, as `expectNoLeak` and `noHandlesLeft`.
 */
export const leakMatchers: LeakMatchers = {
  toLeaveNothing: (scenario, options) => judged("a leak", () => expectNoLeak(runnable(scenario), options)),
  toLeaveNoHandles: (scenario) => judged("a handle left open", () => noHandlesLeft(runnable(scenario))),
};

async function judged(expected: string, check: () => Promise<unknown>): Promise<MatcherResult> {
  try {
    await check();
    return { pass: true, message: () => `expected ${expected}, and there was none` };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return { pass: false, message: () => error.message };
  }
}

function runnable(scenario: unknown): () => unknown {
  if (typeof scenario === "function") return scenario as () => unknown;
  throw new TypeError(
    `expect() got ${typeof scenario}: give it the function to run, such as expect(() => …)`,
  );
}

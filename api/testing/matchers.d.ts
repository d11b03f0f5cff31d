import { type ExpectNoLeakOptions } from "./expect-no-leak.ts";
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
export declare const leakMatchers: LeakMatchers;
export {};

export { expectNoLeak, type ExpectNoLeakOptions, type LeakReport } from "./expect-no-leak.ts";
export type { CountGrowth } from "./growth-count.ts";
export type { LeakCheck, LeakCheckOptions, Scenario } from "./leak-check.ts";
export { LeakError } from "./leak-error.ts";
export { leakMatchers, type LeakMatchers } from "./matchers.ts";
export { noHandlesLeft, OpenHandlesError, type OpenHandle } from "./open-handles.ts";
export type { Slope } from "./slope.ts";

import { explain } from "./explanation.ts";
import { checkForLeak, type LeakCheckOptions, type Scenario } from "./leak-check.ts";
import { LeakError } from "./leak-error.ts";

/** How a scenario that passed was judged. */
export interface LeakReport {
  readonly iterations: number;
  /** What the check would have found: a leak of so many bytes per iteration or more. */
  readonly power: string;
  /** What grew and is no leak, such as a bounded map that is still filling. */
  readonly notes: readonly string[];
}

/** How `expectNoLeak` looks and explains. */
export interface ExpectNoLeakOptions extends LeakCheckOptions {
  /** Look at the process when something leaks, to name holder and line; default true. Takes about five seconds more. */
  readonly explain?: boolean;
}

/**
 * Runs `scenario` some hundreds to thousands of times and throws a LeakError when each run leaves something behind. Works
 * in any test runner and without flags. Clean scenarios take about half a second. What runs beside it in the same
 * thread is measured too: do not use it in tests that run concurrently.
 */
export async function expectNoLeak(
  scenario: Scenario,
  options: ExpectNoLeakOptions = {},
): Promise<LeakReport> {
  const check = await checkForLeak(scenario, options);
  if (check.leaks) throw new LeakError(check, options.explain === false ? null : await explain(scenario));
  const { minLeak = 8 } = options;
  return {
    iterations: check.iterations,
    power: `no leak of ${Math.max(minLeak, Math.ceil(check.bytes.high))} B or more per iteration (99 %)`,
    notes: check.notes,
  };
}

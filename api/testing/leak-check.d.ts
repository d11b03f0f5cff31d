import { type CountGrowth } from "./growth-count.ts";
import { type Slope } from "./slope.ts";
/** A scenario that is run again and again. */
export type Scenario = () => unknown;
/** How a scenario is judged. */
export interface LeakCheckOptions {
    /** Bytes an iteration may keep, below which nothing is reported; default 8. */
    readonly minLeak?: number;
    /** Time after which the verdict rests on what was seen, milliseconds; default 20 000. */
    readonly budgetMs?: number;
    /** How long clean-up may come after the last iteration, milliseconds; default 300. */
    readonly drainMs?: number;
    /** Names of classes or holders that may grow, such as a cache that is filled on purpose. */
    readonly allow?: readonly (string | RegExp)[];
    /** Collections may grow up to so many entries; default 0: not at all. */
    readonly bound?: number;
}
/** What a check measured. */
export interface LeakCheck {
    readonly leaks: boolean;
    readonly iterations: number;
    /** Bytes that survive, per iteration, with a 99 % interval. */
    readonly bytes: Slope;
    /** What there was more of, in the last phase. */
    readonly growth: readonly CountGrowth[];
    /** What grew and is no leak, in words. */
    readonly notes: readonly string[];
}
/**
 * Runs a scenario in phases of ever more iterations and says whether each of them leaves something behind: counts of
 * objects and entries decide where they can, surviving bytes where nothing can be counted (text that gets longer).
 * Something is a leak when it repeats at the same rate in two phases and does not go away after a pause.
 */
export declare function checkForLeak(scenario: Scenario, options: LeakCheckOptions): Promise<LeakCheck>;

import type { Paths } from "./path-steps.ts";
import type { ScriptPlace } from "./scopes.ts";
/** The timers of one duration that wait in a heap. */
export interface TimerList {
    /** How long each waits, milliseconds. */
    readonly afterMs: number;
    /** The program's functions that some of them are to call. */
    readonly callbacks: readonly TimerCallback[];
}
export interface TimerCallback extends ScriptPlace {
    /** Whether it is called again and again. */
    readonly repeats: boolean;
}
/** The lists of timers that Node.js has in a heap. One pass over the nodes. */
export declare function waitingTimers({ heap, scopes }: Pick<Paths, "heap" | "scopes">): TimerList[];

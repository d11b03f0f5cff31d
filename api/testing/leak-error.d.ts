import type { Finding } from "#verdict";
import type { LeakCheck } from "./leak-check.ts";
/** A scenario leaves something behind each time it runs. The message says what, and where that is known who holds it. */
export declare class LeakError extends Error {
    readonly name = "LeakError";
    readonly code = "leak";
    readonly check: LeakCheck;
    /** Holder, line and remedy, as `sawtooth find` gives them; null when only counts are known. */
    readonly finding: Finding | null;
    constructor(check: LeakCheck, finding: Finding | null);
}

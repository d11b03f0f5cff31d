import { type Crossing } from "./crossing.ts";
import { type Life, type Sample } from "./life.ts";
import { type Rate } from "./trend.ts";
/**
 * What a memory series says: `leak` rises and nothing says it will stop before the limit; `suspect` rises, but a
 * daily cycle or a plateau may yet explain it; `settling` rises ever more slowly towards a level below the limit;
 * `steady` does not rise; `too early` is too short to say.
 */
export type Verdict = "leak" | "suspect" | "settling" | "steady" | "too early";
/** The judgement of a memory series, of its last life. */
export interface Outlook {
    readonly verdict: Verdict;
    readonly life: Life | null;
    /** Growth of the floor in bytes per hour, with its 90 % interval; null when it is too early. */
    readonly perHour: Rate | null;
    /** When the limit is reached; only of a leak or a suspect, and only when there is a limit. */
    readonly runsOut: Crossing | null;
    /** Earlier lives that grew as fast and ended near the limit: the sawtooth. */
    readonly earlierLives: number;
    /** After how long another look can say more; null where more time changes nothing. */
    readonly lookAgainMs: number | null;
}
/** How a series is judged. */
export interface OutlookOptions {
    /** Bytes at which the process dies; null when it is not known. */
    readonly limit: number | null;
}
/**
 * Judges whether memory grows for ever: the floor of the last life after its warm-up is fitted as growth plus a
 * daily cycle, with errors widened for autocorrelation; growth has to be sure, still going on, not explained by a
 * daily cycle alone, and no curve that settles below the limit may fit as well. Earlier lives that grew alike
 * and ended near the limit stand in for the second day. About 2 ms for 10 000 points.
 */
export declare function outlookOf(samples: readonly Sample[], { limit }: OutlookOptions): Outlook;

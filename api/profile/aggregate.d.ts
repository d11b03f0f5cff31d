import { type Profile } from "./model.ts";
/** What places in a program are told apart by. */
export type Granularity = "functions" | "filefunctions" | "files" | "lines" | "addresses";
/** Whether inlined calls count as frames of their own, and columns as places of their own. */
export interface AggregateOptions {
    readonly inlines: boolean;
    readonly columns: boolean;
}
/**
 * Forgets what a granularity does not tell apart: names, files, lines and addresses become "" and 0, and without inlines
 * only the outermost line of a location stays. Rows keep their numbers, so places that are now equal are still several
 * rows. What `addresses` with inlines tells apart is everything: columns stay then, too, as in pprof.
 */
export declare function aggregate(profile: Profile, granularity: Granularity, options: AggregateOptions): Profile;

import type { Profile } from "./model.ts";
import { type Pattern } from "./pattern.ts";
/**
 * Takes out the frames that a profile says are of no interest, its `dropFrames` but for `keepFrames`, with everything
 * they called: allocators and signal handlers below the program's own frames. A stack of nothing else stays whole.
 * Throws PatternError for a profile whose patterns are none.
 */
export declare function removeUninteresting(profile: Profile): Profile;
/** Removes matching frames and those below them, scanning each stack from its root (profile/prune.go, Prune). */
export declare function prune(profile: Profile, drop: Pattern, keep: Pattern | null): Profile;
/** Drops what the innermost matching frame called, as pprof's -prune_from; the frame itself stays. */
export declare function pruneFrom(profile: Profile, pattern: Pattern): Profile;

import type { Profile } from "#profile";
/** The comments in a profile, one a line: `pprof -comments`. */
export declare function comments(profile: Profile): string;

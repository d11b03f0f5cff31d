import { type Profile } from "#profile";
/** Everything a profile holds, as text: `pprof -raw`. Columns of lines are shown where they are known. */
export declare function raw(profile: Profile): string;

import { type Profile } from "#profile";
/** The profile of a report with every stored value divided, truncated toward zero: `pprof -proto`. */
export declare function dividedProfile(profile: Profile, divideBy: number): Profile;

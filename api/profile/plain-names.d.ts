import type { Profile } from "./model.ts";
/**
 * Function names as pprof shows them when it symbolizes: a name that looks like C++ loses its parameters and template
 * arguments, unless the profile has another system name for it. Mangled names stay as they are.
 */
export declare function withPlainNames(profile: Profile): Profile;

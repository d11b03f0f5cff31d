import type { Profile } from "./model.ts";
/** How much of a C++ name is shown: without parameters and template arguments, with the latter, or all of it. */
export type NameForm = "plain" | "templates" | "full";
/** How to write function names; `anew` starts from their system names even where the profile has others. */
export interface NameOptions {
    readonly form: NameForm;
    readonly anew: boolean;
}
/**
 * Function names as pprof shows them when it symbolizes: a name that looks like C++ loses its parameters and template
 * arguments, unless the profile has another system name for it. Mangled names stay as they are.
 */
export declare function withPlainNames(profile: Profile, { form, anew }?: NameOptions): Profile;

import type { Profile } from "./model.ts";
/** What is known of the program beside its profile; "" for what is not. */
export interface MainProgram {
    readonly file: string;
    readonly buildId: string;
}
/**
 * A profile whose first mapping is the program, as pprof assumes: one without mappings gets an empty one for all its
 * locations; a file given replaces the first mapping's, a build id is taken where it has none.
 */
export declare function withMainMapping(profile: Profile, { file, buildId }: MainProgram): Profile;
/** A profile without the mapping files that are URLs, as pprof drops them: they name where a profile came from. */
export declare function withoutMappingUrls(profile: Profile): Profile;

import { type Profile } from "./model.ts";
/**
 * A profile with a name for locations that have none, by row: what a server, or a table of symbols, says is at their
 * address. Mappings of named locations are marked as having functions.
 */
export declare function withSymbols(profile: Profile, names: ReadonlyMap<number, string>): Profile;

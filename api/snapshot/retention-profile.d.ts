import { type Profile } from "#profile";
import { type Paths } from "./path-steps.ts";
/**
 * A snapshot as a profile: the stack of an object is its retaining path (script, variable, field, entry, class), its values are
 * 1 object and its bytes. What pprof calls cumulative is then what is kept alive along that path, every byte counted once, and the
 * difference of two profiles is what grew there. Keys of entries are not in it. O(nodes); 4 bytes a node and the frames.
 */
export declare function retentionProfile(where: Paths, takenAt?: Date | null): Profile;

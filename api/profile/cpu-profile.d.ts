import type { Profile } from "./model.ts";
import type { CpuProfile } from "./v8-json.ts";
/**
 * A V8 CPU profile with Go's sample types `samples` and `cpu`. A sample lasts until the next one; idle time is left out.
 * Lines are those that were running where V8 counted them, else where the function begins. Throws ProfileFormatError for
 * nodes that are no tree.
 */
export declare function profileOfCpuProfile(cpu: CpuProfile): Profile;

import { LiveWalk } from "./live-walk.ts";
import type { InTarget, WalkOptions } from "./protocol.ts";

/** The entry of the script that is put into a target. */
export function inTarget(options: WalkOptions): InTarget {
  return new LiveWalk(options);
}

import type { Finding } from "./finding.ts";

/** Fewest looks of each kind that can show that something only grows: counts are cheap, profiles are not. */
const fewestLooks: Record<Finding["target"]["kind"], number> = {
  node: 6,
  pprof: 3,
  snapshots: 2,
  recording: 2,
};

/** Whether enough was seen for "nothing leaks" to mean something; a leak that was found stands in any case. */
export function isConclusive({ leaks, target, window }: Finding): boolean {
  return leaks.length > 0 || window.looks >= fewestLooks[target.kind];
}

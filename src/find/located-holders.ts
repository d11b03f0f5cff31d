import { Sources } from "#source";
import type { Finding } from "#verdict";
import { locatedHolder } from "./declared-holder.ts";

/**
 * A finding of heap snapshots with the lines that declare its holders, where their source is on this machine. Files below
 * `cwd` are named by their path from there.
 */
export async function locatedHolders(finding: Finding, cwd: string): Promise<Finding> {
  const sources = new Sources({ cwd });
  const leaks = await Promise.all(
    finding.leaks.map(async (leak) =>
      leak.holder === null ? leak : { ...leak, holder: await locatedHolder(leak.holder, sources) },
    ),
  );
  return { ...finding, leaks };
}

import { requiredBy, type Graph } from "#snapshot";
import { Sources } from "#source";
import type { Finding, Holder } from "#verdict";
import { locatedHolder } from "./declared-holder.ts";

/**
 * The finding of snapshots with the lines that declare its holders, where their source is on this machine, and the packages they
 * are in. `last` is the graph of the last snapshot; files are told as seen from `cwd`.
 */
export async function locatedHolders(finding: Finding, last: Graph, cwd: string): Promise<Finding> {
  const sources = new Sources({ cwd });
  const leaks = await Promise.all(
    finding.leaks.map(async (leak) => {
      if (leak.holder === null) return leak;
      const found = leak.holder.file === null ? null : sources.package(leak.holder.file);
      const holder = await locatedHolder(leak.holder, sources);
      if (found === null) return { ...leak, holder };
      const { name, version } = found;
      return {
        ...leak,
        holder,
        package: { name, version },
        evidence: [...leak.evidence, ...requirer(leak.holder, last, sources)],
      };
    }),
  );
  return { ...finding, leaks };
}

/** Who of the application brought the package in that the holder is of. */
function requirer({ file }: Holder, last: Graph, sources: Sources): string[] {
  const by = file === null ? null : requiredBy(last, file, (script) => sources.isApplication(script));
  return by === null ? [] : [`required by ${sources.display(by)}`];
}

import { requiredBy, scriptTexts, type Graph, type GrowingHolder } from "#snapshot";
import { Sources } from "#source";
import type { Finding, Holder, Leak } from "#verdict";
import { leakInSource } from "./leak-in-source.ts";
import { RanScripts } from "./ran-scripts.ts";

/** What is known of compared snapshots beside their finding. */
export interface ComparedFiles {
  /** The holders of the finding's leaks, in their order. */
  readonly growing: readonly GrowingHolder[];
  /** The graph of the last snapshot. */
  readonly last: Graph;
  /** When the first one was taken: a file that was written later may not be what ran. */
  readonly since: Date;
  /** Files are told as seen from here. */
  readonly cwd: string;
}

/** So many leaks are looked up in the source: where there are more, these are enough to begin with. */
const mostLocated = 8;

/**
 * The finding of snapshots with the lines that declare its holders and that add to them, where the source that ran is on this
 * machine, and the packages they are in.
 */
export async function locatedHolders(finding: Finding, compared: ComparedFiles): Promise<Finding> {
  if (finding.leaks.length === 0) return finding;
  const sources = new Sources({ cwd: compared.cwd });
  const ran = new RanScripts(scriptTexts(compared.last), compared.since, sources);
  const leaks: Leak[] = [];
  for (const [index, leak] of finding.leaks.entries()) {
    const growing = compared.growing[index]!;
    const holder = leak.holder!;
    const scripts = index < mostLocated ? await ran.candidates(growing, holder) : [];
    const named = await ran.declared(holder, scripts);
    const importers = (script: string): Promise<string[]> => ran.importers(script);
    const placed = await leakInSource({ leak, growing, named, seen: null, importers }, scripts, sources);
    leaks.push(withPackage(placed, holder, compared.last, sources));
  }
  return { ...finding, leaks, notes: [...finding.notes, ...ran.notes, ...sources.notes] };
}

/** The leak with the package that its holder is of, unless the line that adds has told one, and who brought that in. */
function withPackage(leak: Leak, { file }: Holder, last: Graph, sources: Sources): Leak {
  const found = file === null ? null : sources.package(file);
  if (file === null || found === null) return leak;
  const { name, version } = found;
  const by = requiredBy(last, file, (script) => sources.isApplication(script));
  return {
    ...leak,
    package: leak.package ?? { name, version },
    evidence: by === null ? leak.evidence : [...leak.evidence, `required by ${sources.display(by)}`],
  };
}

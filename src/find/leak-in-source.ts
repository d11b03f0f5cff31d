import type { GrowingHolder } from "#snapshot";
import type { Sources } from "#source";
import { remedyFor, type Holder, type Leak } from "#verdict";
import { changeContext, type ReadText } from "./change-context.ts";
import type { Declared } from "./declared-among.ts";
import type { DeclaredHolder } from "./declared-holder.ts";
import { siteOfGrowth } from "./growth-site.ts";
import type { LocatedSite } from "./locate-site.ts";

/** The scripts that may declare a holder and add to it, likeliest first: of a field, that of its class. */
export function scriptsOf({ classes, place }: Pick<GrowingHolder, "classes" | "place">): string[] {
  const scripts = [...classes, place].flatMap((each) => each?.script ?? []);
  return [...new Set(scripts)].filter((script) => script !== "" && !script.startsWith("node:"));
}

/** A leak that snapshots show, and what is known of its places. */
export interface LeakToPlace {
  readonly leak: Leak;
  readonly growing: GrowingHolder;
  readonly named: DeclaredHolder;
  /** The line that was seen adding; null where nobody watched, or saw it. */
  readonly seen: LocatedSite | null;
  /** The scripts that import another, in which a holder of that may be added to. */
  readonly importers: (script: string) => Promise<readonly string[]>;
}

/** A leak with its places. */
export interface PlacedLeak {
  readonly leak: Leak;
  /** The original files in which it is added to and declared, as paths; empty where neither is known. */
  readonly files: readonly string[];
}

/** The leak with its holder's declaration, the line that adds, seen or read in the source, and what to change there. */
export async function leakInSource(
  { leak, growing, named, seen, importers }: LeakToPlace,
  scripts: readonly string[],
  sources: Sources,
): Promise<PlacedLeak> {
  const { holder, declared } = named;
  const located = seen ?? (await siteOfGrowth(growing, named, { scripts, importers }, sources));
  const texts = declared === null ? [] : textsOf(declared, located, sources);
  const { lifetime, removals } = await changeContext(holder, texts, located, sources);
  const owner = located?.package ?? null;
  const version = owner?.version === null ? "" : `@${owner?.version}`;
  const placed = {
    ...leak,
    holder,
    site: located?.site ?? null,
    package: owner,
    evidence:
      located?.site.seenBy === "source text"
        ? [...leak.evidence, "the line was read in the source, not observed"]
        : leak.evidence,
    remedy: remedyFor({
      holder: declared === null && !isOfNode(holder) ? { ...holder, file: null } : holder,
      site: located?.site ?? null,
      lifetime,
      removals,
      // What came and went between two snapshots left no trace.
      removed: null,
      package: owner === null ? null : `${owner.name}${version}`,
    }),
  };
  const files = [located?.file, declared?.file].filter((file) => file !== undefined);
  return { leak: placed, files: [...new Set(files)] };
}

function isOfNode({ file }: Holder): boolean {
  return file?.startsWith("node:") === true;
}

/** The script that declares a holder, and the file that adds to it where that is another. */
function textsOf(declared: Declared, located: LocatedSite | null, sources: Sources): ReadText[] {
  const { script, line } = declared.ran;
  const isOther =
    located !== null &&
    ![script, declared.file].map((file) => sources.display(file)).includes(located.site.file);
  return [{ file: script, declaredAt: line }, ...(isOther ? [{ file: located.file, declaredAt: null }] : [])];
}

import { heldThing, scriptTexts, type Paths } from "#snapshot";
import { Sources } from "#source";
import { holderOf, type Holder, type Site } from "#verdict";
import { siteOfGrowth } from "./growth-site.ts";
import { RanScripts } from "./ran-scripts.ts";

/** Where a thing of one snapshot stands in the source, as far as that is on this machine and is what ran. */
export interface HeldInSource {
  readonly holder: Holder;
  /** The line that adds to it, read and not seen; null where none was found. */
  readonly site: Site | null;
}

/** Looks up the things at these nodes. `takenAt`: a file that was written later may not be what ran; files are told as seen from `cwd`. */
export async function heldInSource(
  where: Paths,
  nodes: readonly number[],
  { takenAt, cwd }: { readonly takenAt: Date; readonly cwd: string },
): Promise<HeldInSource[]> {
  if (nodes.length === 0) return [];
  const sources = new Sources({ cwd });
  const ran = new RanScripts(scriptTexts(where.heap.graph), takenAt, sources);
  const found: HeldInSource[] = [];
  for (const node of nodes) {
    const held = heldThing(where, node);
    const seen = holderOf(held);
    const scripts = await ran.candidates(held, seen);
    const named = await ran.declared(seen, scripts);
    const importers = (script: string): Promise<string[]> => ran.importers(script);
    const located = named.declared && (await siteOfGrowth(held, named, { scripts, importers }, sources));
    found.push({ holder: named.holder, site: located?.site ?? null });
  }
  return found;
}

import type { Sources } from "#source";
import type { Holder, Lifetime, Removal } from "#verdict";
import { changeAtSite, type LocatedSite } from "./locate-site.ts";

/** What the source says about a collection: what an entry lives as long as, and the lines that take entries away. */
export interface ChangeContext {
  readonly lifetime: Lifetime | null;
  readonly removals: readonly Removal[];
}

/** A script or file that is read, and the 1-based line there that declares the holder; null where another one does. */
export interface ReadText {
  readonly file: string;
  readonly declaredAt: number | null;
}

/** Reads it in the texts that declare the collection and that add to it. `located` adds; null where that is not known. */
export async function changeContext(
  { path }: Holder,
  texts: readonly ReadText[],
  located: LocatedSite | null,
  sources: Sources,
): Promise<ChangeContext> {
  const change = located === null ? null : await changeAtSite(located.file, path, located.site.line, sources);
  const lifetime =
    change === null || located === null
      ? null
      : await sources.remedyContext(located.file, path, change, located.callers);
  const removals = new Map<string, Removal>();
  for (const { file, declaredAt } of texts) {
    const options = declaredAt === null ? {} : { declaredAt };
    for (const { line, column } of (await sources.changes(file, path, options)).removals) {
      const place = await sources.place(file, line, column);
      const removal = { file: sources.display(place.file), line: place.line };
      // A bundle and what it was made from say the same.
      removals.set(`${removal.file}:${removal.line}`, removal);
    }
  }
  return {
    lifetime: lifetime === null ? null : { ...lifetime, file: sources.display(lifetime.file) },
    removals: [...removals.values()],
  };
}

import type { Sources } from "#source";
import type { Holder, Lifetime } from "#verdict";
import { changeAtSite, type LocatedSite } from "./locate-site.ts";

/** What the source says about a collection: what an entry lives as long as, and the lines that take entries away. */
export interface ChangeContext {
  readonly lifetime: Lifetime | null;
  readonly removals: readonly { readonly line: number; readonly excerpt: string }[];
}

/** Reads it. `file` declares the collection, `located` adds to it; null where that is not known. */
export async function changeContext(
  { path }: Holder,
  file: string | null,
  located: LocatedSite | null,
  sources: Sources,
): Promise<ChangeContext> {
  const change = located === null ? null : await changeAtSite(located.file, path, located.site.line, sources);
  const lifetime =
    change === null || located === null
      ? null
      : await sources.remedyContext(located.file, path, change, located.callers);
  const changes = file === null ? null : await sources.changes(file, path);
  return {
    lifetime: lifetime === null ? null : { ...lifetime, file: sources.display(lifetime.file) },
    removals: changes?.removals ?? [],
  };
}

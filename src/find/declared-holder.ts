import type { Sources } from "#source";
import type { Holder } from "#verdict";

/** The holder with the line that declares it, and the excerpt of that. `file` is a script as V8 knows it. */
export async function locatedHolder(holder: Holder, sources: Sources): Promise<Holder> {
  const script = holder.file;
  if (script === null || script.startsWith("node:")) return holder;
  if (holder.line !== null) return atLine(holder, script, holder.line, sources);
  for (const name of declaredNames(holder)) {
    const declaration = await sources.declaration(script, name);
    if (declaration === null) continue;
    const { line, column, excerpt } = declaration;
    const place = await sources.place(script, line, column);
    if (!place.mapped) return { ...holder, file: sources.display(script), line, excerpt };
    const original = (await sources.excerptAt(place)) ?? excerpt;
    return { ...holder, file: sources.display(place.file), line: place.line, excerpt: original };
  }
  const exported = holder.path.startsWith("exports") ? await sources.defaultExport(script) : null;
  return { ...holder, ...exported, file: sources.display(script) };
}

/** The place of a line that is known, in the source that it was made from. */
async function atLine(holder: Holder, script: string, line: number, sources: Sources): Promise<Holder> {
  const place = await sources.place(script, line, 1);
  const excerpt = await sources.excerptAt(place);
  return { ...holder, file: sources.display(place.file), line: place.line, excerpt };
}

/** The whole path first, then what it hangs on. */
function declaredNames({ path, name }: Holder): string[] {
  const parts = path.replace(/\._events\b.*$|\[.*$|\.then\(.*$/u, "").split(".");
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join("."));
  return [...new Set([...paths, name])].filter((each) => /^[\w$#.]+$/u.test(each));
}

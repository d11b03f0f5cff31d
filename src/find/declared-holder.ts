import type { Sources } from "#source";
import type { Holder } from "#verdict";
import { declarationAmong, exportAmong, type Declared } from "./declared-among.ts";

/** A holder with the line that declares it. */
export interface DeclaredHolder {
  readonly holder: Holder;
  /** null where it was not found. */
  readonly declared: Declared | null;
}

/** Looks a holder up in the scripts that may declare it, likeliest first, each a path or URL as V8 knows it. */
export async function declaredHolder(
  holder: Holder,
  scripts: readonly string[],
  sources: Sources,
): Promise<DeclaredHolder> {
  const [script] = scripts;
  if (script === undefined) {
    const file = holder.file === null ? null : sources.display(holder.file);
    return { holder: { ...holder, file }, declared: null };
  }
  if (holder.line !== null)
    return { holder: await atLine(holder, script, holder.line, sources), declared: null };
  const named = await declarationAmong(scripts, declaredNames(holder), sources);
  const exported = holder.path.startsWith("exports") ? await exportAmong(scripts, sources) : null;
  const declared = named?.imported === true ? (exported ?? named) : (named ?? exported);
  const { file, line, excerpt } = declared ?? { file: script, line: null, excerpt: null };
  return { holder: { ...holder, file: sources.display(file), line, excerpt }, declared };
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

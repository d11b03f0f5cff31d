import type { Declaration, Sources } from "#source";
import { holderPath, type Holder, type HolderPath } from "#verdict";
import type { CollectionFacts, Frame } from "#walk";

/** Where the holder of a collection stands in the source. */
export interface LocatedHolder {
  readonly holder: Holder;
  readonly path: HolderPath;
  /** The original file that declares it, for reading on; null when it was not found. */
  readonly file: string | null;
}

type Origin = CollectionFacts["origins"][number];

/**
 * Finds the declaration of a holder: in the file of the module whose variable the path starts from, or, for a field,
 * in the file that inserts. Of several modules that have the value in a variable, the one that does not import it.
 */
export async function locateHolder(
  facts: CollectionFacts,
  frames: readonly Frame[],
  files: readonly string[],
  sources: Sources,
): Promise<LocatedHolder> {
  const origin = await declaringOrigin(facts, frames, files, sources);
  const path = holderPath(renamed(facts.steps, origin?.variable ?? null));
  const exported = facts.steps[0];
  const exporting = exported?.kind === "exports" || exported?.kind === "namespace" ? exported.name : null;
  const candidates = [origin?.file ?? null, exporting, ...frames.map(({ file }) => file).filter(isFile)];
  const isVariable = facts.steps.at(-1)?.kind === "module" || facts.steps.at(-1)?.kind === "closure";
  const found = await declarationIn(
    isVariable ? candidates : [...candidates.slice(2, 5), ...candidates.slice(0, 2)],
    declaredName(facts, path),
    sources,
  );
  const file = found?.file ?? origin?.file ?? exporting ?? null;
  const holder: Holder = {
    name: path.name,
    path: path.path,
    kind: facts.kind,
    scope: path.scope,
    className: facts.className || path.className,
    file: file === null ? null : sources.display(file),
    line: found?.declaration.line ?? null,
    excerpt: found?.declaration.excerpt ?? null,
  };
  return { holder, path, file };
}

/** What the source calls the thing that holds the entries: the emitter, for its listeners. */
function declaredName(facts: CollectionFacts, path: HolderPath): string {
  if (facts.kind !== "listeners") return path.name;
  return holderPath(facts.steps.slice(0, -1)).name;
}

/** The steps with the variable's name in the module that declares it. */
function renamed(steps: CollectionFacts["steps"], variable: string | null): CollectionFacts["steps"] {
  if (variable === null) return steps;
  const at = steps.findLastIndex(({ kind }) => kind === "closure" || kind === "module");
  return steps.map((step, index) => (index === at ? { ...step, name: variable } : step));
}

async function declaringOrigin(
  facts: CollectionFacts,
  frames: readonly Frame[],
  files: readonly string[],
  sources: Sources,
): Promise<{ variable: string; file: string; declared: Declaration | null } | null> {
  let fallback: { variable: string; file: string; declared: Declaration | null } | null = null;
  for (const origin of facts.origins) {
    const script = await scriptOf(origin, frames, files, sources);
    if (script === null) continue;
    const { file } = await sources.place(script, origin.line + 1, origin.column + 1);
    const declared = await sources.declaration(file, origin.variable);
    const candidate = { variable: origin.variable, file, declared };
    if (declared !== null && !isImport(declared)) return candidate;
    fallback ??= candidate;
  }
  return fallback;
}

function isImport({ kind, excerpt }: Declaration): boolean {
  return kind === "import" || /^\s*import\b|\brequire\s*\(/.test(excerpt);
}

/** The script a function stands in: the file that holds its text, else the module whose exports led to it. */
async function scriptOf(
  { text, line, column, files: exporting }: Origin,
  frames: readonly Frame[],
  files: readonly string[],
  sources: Sources,
): Promise<string | null> {
  const likely = [...exporting, ...frames.map(({ file }) => file).filter(isFile)];
  if (text !== null) {
    const found = await sources.locate({ text, line, column }, [...new Set([...likely, ...files])]);
    if (found !== null) return found;
  }
  return exporting[0] ?? null;
}

async function declarationIn(
  candidates: readonly (string | null)[],
  name: string,
  sources: Sources,
): Promise<{ file: string; declaration: Declaration } | null> {
  let imported: { file: string; declaration: Declaration } | null = null;
  for (const candidate of new Set(candidates)) {
    if (candidate === null) continue;
    const { file } = await sources
      .place(candidate, 1, 1)
      .then((place) => (isOriginal(candidate, place.file) ? { file: candidate } : place));
    const declaration = await sources.declaration(file, name);
    if (declaration === null) continue;
    if (!isImport(declaration)) return { file, declaration };
    imported ??= { file, declaration };
  }
  return imported;
}

/** A file that no map leads away from. */
function isOriginal(script: string, file: string): boolean {
  return script === file;
}

function isFile(file: string): boolean {
  return file !== "" && !file.startsWith("node:");
}

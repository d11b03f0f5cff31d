import type { Sources } from "#source";
import { holderPath, type Holder, type HolderPath } from "#verdict";
import type { CollectionFacts, Frame } from "#walk";
import { declarationAmong, exportAmong, type Declared } from "./declared-among.ts";

/** Where the holder of a collection stands in the source. */
export interface LocatedHolder {
  readonly holder: Holder;
  readonly path: HolderPath;
  /** The original file that declares it, for reading on; null when it was not found. */
  readonly file: string | null;
}

interface DeclaringModule {
  readonly script: string;
  readonly variable: string;
  readonly declared: Declared | null;
}

type Origin = CollectionFacts["origins"][number];
type Steps = CollectionFacts["steps"];

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
  const origin = await declaringModule(facts, frames, files, sources);
  const steps = renamed(facts.steps, origin?.variable ?? null);
  const path = holderPath(steps);
  const exporting = exportingFile(steps);
  const declaring = origin?.declared?.imported === false ? [origin.script] : [];
  const importing = origin === null || declaring.length > 0 ? [] : [origin.script];
  const exporters = [...facts.exporters, ...(exporting === null ? [] : [exporting])];
  const inserting = frames.map(({ file }) => file).filter(isFile);
  const scripts = isVariable(facts.steps.at(-1))
    ? [...declaring, ...exporters, ...importing, ...inserting]
    : [...inserting.slice(0, 2), ...exporters, ...declaring, ...importing, ...inserting];
  const declared = await declarationAmong(scripts, declaredNames(facts, steps), sources);
  const found =
    declared?.imported === false ? declared : ((await exportAmong(exporters, sources)) ?? declared);
  const script = found?.file ?? origin?.script ?? exporting ?? null;
  const holder: Holder = {
    name: path.name,
    path: path.path,
    kind: facts.kind,
    scope: path.scope,
    className: classOf(facts, path),
    file: script === null ? null : sources.display(script),
    line: found?.line ?? null,
    excerpt: found?.excerpt ?? null,
  };
  return { holder, path, file: script };
}

/** Handles and modules are told by their kind; what they are counted on has nothing to do with it. */
function classOf({ kind, className }: CollectionFacts, path: HolderPath): string | null {
  return kind === "handles" || kind === "modules" ? null : className || path.className;
}

function isVariable(step: Steps[number] | undefined): boolean {
  return step?.kind === "module" || step?.kind === "closure";
}

function exportingFile([first]: Steps): string | null {
  return first?.kind === "exports" || first?.kind === "namespace" ? first.name : null;
}

/**
 * The names whose declaration would show the holder, best first: the whole path, then what it hangs on. Listeners are
 * declared nowhere; the emitter is. Of what hangs on an entry, `store.usage[…].days`, the beginning is all there is.
 */
function declaredNames(facts: CollectionFacts, steps: Steps): string[] {
  const shown = facts.kind === "listeners" ? steps.slice(0, -1) : steps;
  const names = [shown, shown.slice(0, -1)].map((each) => (each.length === 0 ? "" : holderPath(each).path));
  const [path = ""] = names;
  const parts = (/^[\w$#.]+(?=\[)/.exec(path)?.[0] ?? "").split(".");
  const beginnings = parts.map((_, index) => parts.slice(0, parts.length - index).join("."));
  return [...new Set([...names, ...beginnings])].filter((name) =>
    /^[\w$#.]+(?:\[Symbol\([^()]+\)\])?$/.test(name),
  );
}

/** The steps with the variable's name in the module that declares it. */
function renamed(steps: Steps, variable: string | null): Steps {
  if (variable === null) return steps;
  const at = steps.findLastIndex(({ kind }) => kind === "closure" || kind === "module");
  return steps.map((step, index) => (index === at ? { ...step, name: variable } : step));
}

async function declaringModule(
  facts: CollectionFacts,
  frames: readonly Frame[],
  files: readonly string[],
  sources: Sources,
): Promise<DeclaringModule | null> {
  let fallback: DeclaringModule | null = null;
  for (const origin of facts.origins) {
    const script = await scriptOf(origin, frames, files, sources);
    if (script === null) continue;
    const declared = await declarationAmong([script], [origin.variable], sources);
    const candidate = { variable: origin.variable, script, declared };
    if (declared?.imported === false) return candidate;
    fallback ??= candidate;
  }
  return fallback;
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

function isFile(file: string): boolean {
  return file !== "" && !file.startsWith("node:");
}

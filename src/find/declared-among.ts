import type { Declaration, Sources } from "#source";

/** A line that declares a holder, in the original source. */
export interface Declared {
  /** As a path or URL, not yet as it is shown. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly excerpt: string;
  /** Whether it only brings in what another file declares. */
  readonly imported: boolean;
  readonly kind: Declaration["kind"];
  /** The script that V8 runs, and the line there: where the holder is called what V8 calls it. */
  readonly ran: { readonly script: string; readonly line: number };
}

/** The first declaration of the first name that is found; one that only imports it is the last resort. */
export async function declarationAmong(
  scripts: readonly string[],
  names: readonly string[],
  sources: Sources,
): Promise<Declared | null> {
  let imported: Declared | null = null;
  for (const name of names)
    for (const script of new Set(scripts)) {
      const declared = await declarationIn(script, name, sources);
      if (declared !== null && !canHold(declared, name)) continue;
      if (declared?.imported === false) return declared;
      imported ??= declared;
    }
  return imported;
}

/** Whether a variable that has the last name of a path may be what the property was made from: only one that makes it. */
function canHold({ kind, excerpt }: Declared, name: string): boolean {
  if (kind !== "variable" && kind !== "parameter" && kind !== "function") return true;
  if (!name.includes(".") || name.startsWith("exports.")) return true;
  return /=\s*(?:new\b(?! Promise)|\{|\[|Object\.create)/.test(excerpt);
}

/** Where a module exports what it gives no name: `module.exports = new Map()`. */
export async function exportAmong(scripts: readonly string[], sources: Sources): Promise<Declared | null> {
  for (const script of new Set(scripts)) {
    const exported = await sources.defaultExport(script);
    if (exported === null) continue;
    const ran = { script, line: exported.line };
    return { file: script, ...exported, imported: false, kind: "property", ran };
  }
  return null;
}

/**
 * A declaration as the original source has it. Names are those that V8 runs, so the script itself is searched and the
 * place mapped back; a TypeScript file that runs as it is has no other text.
 */
async function declarationIn(script: string, name: string, sources: Sources): Promise<Declared | null> {
  const declaration = await sources.declaration(script, name);
  if (declaration === null) return null;
  const { line, column, excerpt, kind } = declaration;
  const ran = { script, line };
  const asItRuns = { file: script, line, excerpt, imported: isImport(declaration), kind, ran };
  if (/\.[cm]?tsx?$/.test(script)) return asItRuns;
  const place = await sources.place(script, line, column);
  if (!place.mapped) return asItRuns;
  const original = (await sources.excerptAt(place)) ?? excerpt;
  return { ...asItRuns, file: place.file, line: place.line, excerpt: original };
}

function isImport({ kind, excerpt }: Declaration): boolean {
  return kind === "import" || /^\s*import\b|\brequire\s*\(/.test(excerpt);
}

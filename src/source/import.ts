import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";

const specifier = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["']([^"'\n]+)["']/g;

/** The files on this machine that a file imports or requires by a relative path, each once. */
export function filesImported(text: string, path: string): string[] {
  const found = [...text.matchAll(specifier)].flatMap((match) => resolved(match[1]!, path) ?? []);
  return [...new Set(found)];
}

/** The file that a name of a file is imported or required from by a relative path; null when it is not. */
export function fileImporting(text: string, path: string, name: string): string | null {
  const quoted = name.replace(/[$]/g, "\\$");
  const statement = new RegExp(
    `\\b(?:import|const|let|var)\\b[^;"'()]*?(?<![\\w$])${quoted}(?![\\w$])[^;"'()]*?(?:\\bfrom|=\\s*require\\s*\\()\\s*["']([^"'\\n]+)["']`,
  );
  const found = statement.exec(text)?.[1];
  return found === undefined ? null : resolved(found, path);
}

const endings = ["", ".js", ".cjs", ".mjs", ".ts", ".cts", ".mts", ".tsx", "/index.js", "/index.ts"];

/** As Node.js and the loaders of TypeScript resolve it, where `./a.js` may stand for `./a.ts`. */
function resolved(relative: string, path: string): string | null {
  if (!/^\.\.?\//.test(relative)) return null;
  const base = resolve(dirname(path), relative);
  const typed = base.replace(/\.([cm]?)js$/, ".$1ts");
  const candidates = [...endings.map((ending) => base + ending), typed];
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(candidate)) ?? null;
}

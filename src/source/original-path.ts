import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The path of an entry of a source map's `sources`. Relative entries are relative to the map (to the generated file
 * when the map is inline), `sourceRoot` in front of them. `file:` URLs may be percent-encoded; so may relative
 * entries, but many tools write plain paths, so the spelling that exists on disk wins. Virtual schemes of bundlers
 * (`webpack://app/./src/x.ts`) lead to the project `cwd`. null when the entry names no file.
 */
export function originalPath(
  source: string,
  from: { readonly base: string; readonly root: string; readonly cwd: string },
): string | null {
  const rooted = from.root === "" ? source : `${from.root.replace(/\/$/, "")}/${source}`;
  const entry = hasScheme(source) || source.startsWith("/") ? source : rooted;
  if (entry.startsWith("file:")) return fileUrl(entry);
  if (hasScheme(entry)) return virtualPath(entry, from.cwd);
  const plain = resolve(dirname(from.base), entry);
  if (!/[%?#]/.test(entry) || existsSync(plain)) return plain;
  return fileUrl(new URL(entry, pathToFileURL(from.base)).href) ?? plain;
}

function hasScheme(source: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(source);
}

function fileUrl(href: string): string | null {
  try {
    return fileURLToPath(href);
  } catch {
    // The entry is no URL of a file here (a host, a broken escape): the caller keeps the generated position.
    return null;
  }
}

/** `webpack://shop/./src/a.ts?1f2e`, `webpack:///./src/a.ts`, `turbopack:///[project]/src/a.ts` → `<cwd>/src/a.ts`. */
function virtualPath(entry: string, cwd: string): string | null {
  const match = /^(?:webpack|webpack-internal|turbopack|rspack|rollup|vite):\/\/[^/]*\/(.*)$/.exec(entry);
  const path = match?.[1]?.replace(/\?.*$/, "").replace(/^(?:\([^)]*\)\/|\[project\]\/|\.\/)+/, "");
  if (path === undefined || path === "" || /^(?:webpack\/|external |node:)/.test(path)) return null;
  return path.startsWith("/") ? path : join(cwd, path);
}

import { isAbsolute, normalize } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The path on disk of a script as V8 names it: a path, or a `file:` URL whose query (loaders add one) is left out.
 * null for what is no file: `node:fs`, `evalmachine.<anonymous>`, `wasm://…`, the empty name.
 */
export function scriptPath(script: string): string | null {
  if (script.startsWith("file:")) return fileUrlPath(script);
  return isAbsolute(script) ? normalize(script) : null;
}

function fileUrlPath(script: string): string | null {
  if (!URL.canParse(script)) return null;
  const url = new URL(script);
  // A host or an encoded slash makes a file URL that names nothing on this machine.
  if (url.host !== "" || /%2f/i.test(url.pathname)) return null;
  return fileURLToPath(url);
}

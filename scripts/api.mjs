/**
 * The public types, committed under `api/` so that a change to them is seen in the diff: for each export of
 * package.json the emitted declarations it reaches. `npm run api` writes them from `dist/`; a test fails on drift.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./step.mjs";

/** Declarations reached from the exports, by their path below `dist/`. */
export function publicTypes() {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const waiting = Object.values(exports).flatMap((entry) =>
    entry.types ? [posix.relative("dist", entry.types)] : [],
  );
  const files = new Map();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    const text = readFileSync(join(root, "dist", file), "utf8");
    files.set(file, text);
    waiting.push(...imported(file, text));
  }
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function imported(file, text) {
  const specifiers = [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, specifier]) => specifier);
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith("#")) return [`${specifier.slice(1)}/index.d.ts`];
    if (specifier.startsWith("."))
      return [posix.join(posix.dirname(file), specifier.replace(/\.[jt]s$/, ".d.ts"))];
    return [];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  rmSync(join(root, "api"), { recursive: true, force: true });
  for (const [file, text] of publicTypes()) {
    mkdirSync(dirname(join(root, "api", file)), { recursive: true });
    writeFileSync(join(root, "api", file), text);
  }
}

/**
 * The public types, committed under `api/` so that a change to them is seen in the diff: for each export of
 * package.json the emitted declarations it reaches. `npm run api` writes them from `dist/`; a test fails on drift.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./step.mjs";

const read = (file) => readFileSync(join(root, "dist", file), "utf8");
const statement = /^(?:import|export) (?:type )?\{([^}]*)\} from "([^"]+)";$/gm;

/** Declarations reached from the exports, by their path below `dist/`. */
export function publicTypes() {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const waiting = Object.values(exports).flatMap(({ types }) =>
    types ? [posix.relative("dist", types)] : [],
  );
  const files = new Map();
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.set(file, read(file));
    waiting.push(...imported(file));
  }
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files that the names imported into `file` are declared in: of another part only those, not all it shows. */
function imported(file) {
  return [...read(file).matchAll(statement)].flatMap(([, list, specifier]) => {
    if (specifier.startsWith(".")) return [declaration(file, specifier)];
    return specifier.startsWith("#") ? namesOf(list).map((name) => declaredIn(specifier.slice(1), name)) : [];
  });
}

function declaredIn(part, name) {
  const index = `${part}/index.d.ts`;
  for (const [, list, specifier] of read(index).matchAll(statement)) {
    if (namesOf(list).includes(name)) return declaration(index, specifier);
  }
  throw new Error(`${index} does not export ${name}`);
}

function namesOf(list) {
  return list.split(",").flatMap(
    (item) =>
      item
        .trim()
        .replace(/^type /, "")
        .split(" as ")[0] || [],
  );
}

function declaration(from, specifier) {
  return posix.join(posix.dirname(from), specifier.replace(/\.[jt]s$/, ".d.ts"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  rmSync(join(root, "api"), { recursive: true, force: true });
  for (const [file, text] of publicTypes()) {
    mkdirSync(dirname(join(root, "api", file)), { recursive: true });
    writeFileSync(join(root, "api", file), text);
  }
}

/** Published packages, unpacked into a folder that git ignores; nothing of them is installed or run. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";

const store = join(import.meta.dirname, "../../node_modules/.cache/sawtooth-bench-lint");
const SKIPPED =
  /(?:^|\/)(?:node_modules|tests?|__tests__|spec|e2e|examples?|docs?|bench(?:mark)?s?|fixtures?|coverage|scripts|esm|esm-debug|browser|umd|mocks?|demo|public|typings|types)(?:\/|$)|\.(?:min|test|spec|umd|bundle|production)\.|\.d\.[cm]?ts$/;
const LARGEST = 400_000;

/** A source file of a package. */
export interface PackageFile {
  readonly path: string;
  readonly text: string;
}

/** The folder of a package, fetched when it is not there yet. */
export function folderOf(name: string, version: string): string {
  const folder = join(store, `${name.replaceAll("/", "+")}@${version}`);
  if (existsSync(join(folder, "package", "package.json"))) return join(folder, "package");
  mkdirSync(folder, { recursive: true });
  const packed = execFileSync(
    "npm",
    ["pack", `${name}@${version}`, "--silent", "--pack-destination", folder],
    {
      encoding: "utf8",
    },
  );
  const file = join(folder, packed.trim().split("\n").at(-1)!);
  execFileSync("tar", ["-xzf", file, "-C", folder]);
  rmSync(file);
  const [top = "package"] = readdirSync(folder);
  return join(folder, top);
}

/** What a package was written in, where it publishes that, else the JavaScript it runs; tests and copies for browsers left out. */
export function filesOf(folder: string): readonly PackageFile[] {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => !SKIPPED.test(path),
  );
  const sources = all.filter((path) => /^src\/.*\.[cm]?ts$/.test(path));
  return (sources.length > 0 ? sources : all.filter((path) => /\.[cm]?js$/.test(path)))
    .map((path) => ({ path: join(folder, path), text: textOf(join(folder, path)) }))
    .filter(({ text }) => text.length > 0 && text.length < LARGEST)
    .toSorted((a, b) => (relative(folder, a.path) < relative(folder, b.path) ? -1 : 1));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // A folder that is named like a file.
    return "";
  }
}

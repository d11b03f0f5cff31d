/** Of the collections of Go packages that their authors prune: how many would be reported, were the pruning forgotten. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { goGrowthOf, usesIn } from "../../src/check/go-check.ts";
import { packageOf, type GoCollection, type GoPackage } from "../../src/check/go-package.ts";
import { loadGoParser } from "../../src/check/go-parser.ts";

const SKIPPED =
  /(?:^|\/)(?:testdata|vendor|third_party|examples?|tests?|internal\/test\w*|cmd\/vendor)(?:\/|$)|_test\.go$|\.pb\.go$/;
const GENERATED = /^\/\/ Code generated .* DO NOT EDIT/m;

/** Where collections are held, and how many of the pruned ones would be reported. */
export type Recall = ReadonlyMap<string, { all: number; found: number }>;

/** Counts what is pruned below a folder; `tell` hears of each collection that would not be reported. */
export async function goRecall(
  folder: string,
  tell: (words: string) => void,
): Promise<{ readonly recall: Recall; readonly files: number; readonly lines: number }> {
  const parse = await loadGoParser(import.meta.dirname);
  const packages = new Map<string, string[]>();
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".go") || SKIPPED.test(path)) continue;
    packages.set(dirname(path), [...(packages.get(dirname(path)) ?? []), path]);
  }
  const recall = new Map<string, { all: number; found: number }>();
  let files = 0;
  let lines = 0;
  for (const paths of packages.values()) {
    const parsed = paths.flatMap((path) => {
      const text = readFileSync(join(folder, path), "utf8");
      const tree = GENERATED.test(text.slice(0, 2_000)) ? null : parse(text);
      if (tree === null) return [];
      files++;
      lines += text.split("\n").length;
      return [{ path, ...tree }];
    });
    const goPackage = packageOf(parsed);
    for (const [collection, uses] of usesIn(goPackage)) {
      if (uses.prunes === 0 || uses.inserts.length === 0) continue;
      const where = placeOf(collection, goPackage);
      const entry = recall.get(where) ?? { all: 0, found: 0 };
      recall.set(where, entry);
      entry.all++;
      // As if every delete, clear and reset were taken out of the source; guards by length go with them.
      if (goGrowthOf(collection, { ...uses, prunes: 0, guards: 0 }, goPackage) !== null) entry.found++;
      else {
        const { struct, name, file, line } = collection;
        tell(`${file}:${line} ${struct === null ? "" : `${struct}.`}${name} (${where})`);
      }
    }
    for (const file of parsed) file.close();
  }
  return { recall, files, lines };
}

function placeOf({ struct, kind }: GoCollection, { instances, shared }: GoPackage): string {
  if (struct === null) return `${kind} of the package`;
  const owner = shared.has(struct)
    ? "a struct with a mutex"
    : instances.has(struct)
      ? "a struct the package has one of"
      : "any other struct";
  return `${kind} in ${owner}`;
}

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Profile } from "#profile";
import { withoutKnown } from "./baseline.ts";
import { CheckError } from "./check-error.ts";
import { checkGoPackage } from "./go-check.ts";
import { loadGoParser, type GoParse } from "./go-parser.ts";
import { rankByGrowth } from "./growth-rank.ts";
import { checkScripts, type Checked, type Level } from "./linter.ts";
import { inOrder, type CheckResult, type Problem } from "./problem.ts";

/** What to check, and how. */
export interface CheckOptions {
  /** Files and folders, relative to `cwd`. */
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly language: "javascript" | "go";
  readonly level: Level;
  /** Problems written into this file are let be; null without a baseline. */
  readonly baseline: string | null;
  /** Heap growth to rank by; null for the order of the files. */
  readonly profile: Profile | null;
}

const SKIPPED = /^(?:vendor|testdata|node_modules|third_party|\..*)$/;
const SCRIPT = /\.[cm]?[jt]sx?$/;
const GENERATED = /^\/\/ Code generated .* DO NOT EDIT/m;
const HEAD = 2_000;

/** Checks source for what only ever grows. Throws CheckError where there is nothing to check, or nothing to check it with. */
export async function check(options: CheckOptions): Promise<CheckResult> {
  for (const path of options.paths) {
    if (!existsSync(resolve(options.cwd, path)))
      throw new CheckError(`${path} does not exist: name files or folders of source`);
  }
  const { problems, files, unread } =
    options.language === "go" ? await checkGo(options) : checkJavaScript(options);
  const { fresh, known } =
    options.baseline === null ? { fresh: problems, known: 0 } : withoutKnown(problems, options.baseline);
  const ordered = options.profile === null ? inOrder(fresh) : rankByGrowth(inOrder(fresh), options.profile);
  return { problems: ordered, files, unread, known };
}

function checkJavaScript({ paths, level, cwd }: CheckOptions): Checked {
  const isAny = paths.some((path) => filesBelow(resolve(cwd, path), SCRIPT).next().done !== true);
  if (!isAny)
    throw new CheckError(`no JavaScript or TypeScript in ${paths.join(", ")}: name other paths, or --go`);
  return checkScripts(paths, level, cwd);
}

async function checkGo({ paths, level, cwd }: CheckOptions): Promise<Checked> {
  const packages = new Map<string, Set<string>>();
  for (const path of paths) {
    for (const file of filesBelow(resolve(cwd, path), /\.go$/)) {
      if (/_test\.go$|\.pb\.go$/.test(file)) continue;
      const folder = dirname(file);
      packages.set(folder, (packages.get(folder) ?? new Set()).add(file));
    }
  }
  if (packages.size === 0)
    throw new CheckError(`no Go files in ${paths.join(", ")}: name a folder with .go files`);
  const parse = await loadGoParser(cwd);
  const problems = [...packages.values()].flatMap((files) => checkPackage([...files], parse, level, cwd));
  // Its parser reads what it can of every file.
  return { problems, files: [...packages.values()].reduce((sum, files) => sum + files.size, 0), unread: [] };
}

function checkPackage(
  paths: readonly string[],
  parse: GoParse,
  level: Level,
  cwd: string,
): readonly Problem[] {
  const parsed = paths.flatMap((path) => {
    const text = readFileSync(path, "utf8");
    const tree = GENERATED.test(text.slice(0, HEAD)) ? null : parse(text);
    return tree === null ? [] : [{ path: relative(cwd, path).replaceAll("\\", "/"), ...tree }];
  });
  try {
    return checkGoPackage(parsed, level);
  } finally {
    for (const file of parsed) file.close();
  }
}

function* filesBelow(path: string, pattern: RegExp): Generator<string> {
  if (!statSync(path).isDirectory()) {
    if (pattern.test(path)) yield path;
    return;
  }
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.test(entry.name)) yield* filesBelow(inside, pattern);
    } else if (pattern.test(entry.name)) yield inside;
  }
}

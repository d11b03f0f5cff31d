import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { splitList, trimSourcePath, type SourcePaths, type SourceReader } from "#report";

/**
 * Reads source files as `pprof -list` finds them: a relative name in each directory of the search path (the current
 * one, without one) and in all their parents.
 */
export function sourceFiles(paths: SourcePaths): SourceReader {
  const searched = { ...paths, sourcePath: paths.sourcePath === "" ? process.cwd() : paths.sourcePath };
  return (file) => linesOf(readSource(file, searched));
}

function linesOf(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function readSource(file: string, paths: SourcePaths): string {
  const path = trimSourcePath(file, paths);
  if (isAbsolute(path)) return readAbsolute(path);
  for (const directory of splitList(paths.sourcePath)) {
    for (const candidate of upward(directory)) {
      const text = readIfThere(join(candidate, path));
      if (text !== null) return text;
    }
  }
  throw new Error(`could not find file ${path} on path ${paths.sourcePath}`);
}

function readAbsolute(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file or directory" : "cannot be read";
    throw new Error(`open ${path}: ${reason}`, { cause: error });
  }
}

/** A directory and all above it. */
function upward(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upward(parent)];
}

/** The text of a file; null where it cannot be read and the search goes on. */
function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

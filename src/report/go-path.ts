/** A slash-separated path in its shortest form, without `.` and inner `..`; by Go's path/filepath.Clean. "" stays "". */
export function cleanPath(path: string): string {
  if (path === "" || !UNCLEAN.test(path)) return path;
  const rooted = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (!rooted) parts.push("..");
  }
  const joined = parts.join("/");
  if (rooted) return `/${joined}`;
  return joined === "" ? "." : joined;
}

/** Nearly every path of a profile is clean already; this tells without taking it apart. */
const UNCLEAN = /\/\/|\/\.|^\.|.\/$/u;

/** The last element of a path; "." for "", "/" for slashes only; by Go's path/filepath.Base. */
export function baseName(path: string): string {
  if (path === "") return ".";
  const end = path.replace(/\/+$/u, "");
  return end === "" ? "/" : end.slice(end.lastIndexOf("/") + 1);
}

/** Where sources are looked for and what is cut off their names first; both are lists separated by `:`. */
export interface SourcePaths {
  readonly sourcePath: string;
  readonly trimPath: string;
}

/**
 * A source file's name without the prefixes it got where the program was built: those of `trimPath` if any, else up to
 * the name of one of the directories searched. By google/pprof internal/report/source.go.
 */
export function trimSourcePath(path: string, { sourcePath, trimPath }: SourcePaths): string {
  if (trimPath === "") {
    for (const directory of splitList(sourcePath)) {
      const wanted = `/${baseName(directory)}/`;
      const found = path.indexOf(wanted);
      if (found >= 0) return path.slice(found + wanted.length);
    }
  }
  for (const prefix of [...splitList(trimPath), "/proc/self/cwd/./", "/proc/self/cwd/"]) {
    const whole = prefix.endsWith("/") ? prefix : `${prefix}/`;
    if (path.startsWith(whole)) return path.slice(whole.length);
  }
  return path;
}

/** The directories of a `:` list; none for "". */
export function splitList(list: string): string[] {
  return list === "" ? [] : list.split(":");
}

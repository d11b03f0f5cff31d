import type { Frame } from "./frame.ts";

/** Whose code a frame is: the platform's (Go's runtime and standard library, Node.js itself), a package's, or the program's own. */
export type FrameOrigin = "platform" | "dependency" | "application";

/** A package a frame lies in: a Go module or an npm package. */
export interface FramePackage {
  readonly name: string;
  readonly version: string | null;
}

/** First path elements of Go's standard library up to 1.27. */
const GO_STANDARD: ReadonlySet<string> = new Set(
  (
    "archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding errors " +
    "expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp " +
    "runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak"
  ).split(" "),
);

const GO_MODULE = /(?:^|\/pkg\/mod\/)((?:[\w.~-]+\.[\w.~-]+)(?:\/[\w.!~-]+)*)@(v[\w.+-]+)\//;
const GO_VENDORED = /\/vendor\/((?:[\w.~-]+\.[\w.~-]+)(?:\/[\w.~-]+)*)\//;
const NPM_PACKAGE = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * Whose code a frame is.
 *
 * Go: a function's import path is its name up to the first dot after the last slash. A standard-library path has a
 * known first element (`net` of `net/http.(*conn).serve`) and its file lies where GOROOT puts it, `…/src/net/http/…`, or
 * with -trimpath `net/http/…`; so a module `log` of the user's, in `/home/me/log/`, is still the application's. Modules
 * are known by the `@version` of the module cache or by `vendor/`. Node.js: `node:` URLs, `node_modules`.
 */
export function frameOrigin(frame: Frame): FrameOrigin {
  if (frame.file.startsWith("node:")) return "platform";
  // Engine entries such as `(V8 API)`, builtins, and C functions or bare addresses without debug information.
  if (frame.file === "" && (frame.function.startsWith("(") || !frame.function.includes(".")))
    return "platform";
  if (isGoStandard(frame)) return "platform";
  return framePackage(frame) === null ? "application" : "dependency";
}

/** The package a frame lies in; null for the program's own code and the platform's. */
export function framePackage(frame: Frame): FramePackage | null {
  if (isGoStandard(frame)) return null;
  const npm = NPM_PACKAGE.exec(frame.file);
  if (npm !== null) return { name: npm[1]!, version: null };
  const module = GO_MODULE.exec(frame.file);
  if (module !== null) return { name: withCapitals(module[1]!), version: module[2]! };
  const vendored = GO_VENDORED.exec(frame.file);
  return vendored === null ? null : { name: vendored[1]!, version: null };
}

/** The module cache writes a capital letter as `!` and the small one. */
function withCapitals(path: string): string {
  return path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The import path of a Go function's package: `net/http` of `net/http.(*conn).serve`. */
export function goPackagePath(name: string): string {
  // Type parameters, `F[example.com/x.T]`, have slashes of their own.
  const bare = name.split("[", 1)[0]!;
  const dot = bare.indexOf(".", bare.lastIndexOf("/") + 1);
  return dot < 0 ? "" : bare.slice(0, dot).replaceAll("%2e", ".");
}

function isGoStandard({ function: name, file }: Frame): boolean {
  const path = goPackagePath(name);
  if (!GO_STANDARD.has(path.split("/", 1)[0]!)) return false;
  if (file === "" || file.startsWith("<")) return true;
  const directory = file.slice(0, file.lastIndexOf("/"));
  return directory === path || directory.endsWith(`/src/${path}`);
}

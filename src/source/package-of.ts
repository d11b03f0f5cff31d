import { readFileSync, realpathSync } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";
import { scriptPath } from "./script-url.ts";

/** The npm package a file belongs to. */
export interface PackageOf {
  /** As it is imported, which is the folder's name even for an alias. */
  readonly name: string;
  /** From its package.json; null when that cannot be read. */
  readonly version: string | null;
  /** Folder of the package. */
  readonly root: string;
}

/** The least a stack frame must have to be judged. */
export interface FrameFile {
  /** As V8 names the script: a path, a `file:` URL, `node:net`, or nothing. */
  readonly file: string;
}

/**
 * Says which files are packages and which are the application. A package is what lies under the last `node_modules/`
 * of a path, pnpm's `.pnpm/ws@8.18.0/node_modules/ws` included; a folder of the workspace that is only linked into
 * `node_modules` is the application's own code. Each package.json is read once.
 */
export class Packages {
  readonly #cwd: string;
  readonly #known = new Map<string, PackageOf | null>();

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** The package of a script; null for the application's own files and for what is no file. */
  of(script: string): PackageOf | null {
    const path = scriptPath(script);
    const found = path === null ? null : packageFolder(path);
    if (found === null) return null;
    const known = this.#known.get(found.root);
    if (known !== undefined) return known;
    const inPackage = isLinked(found.root)
      ? null
      : { name: found.name, version: versionIn(found.root), root: found.root };
    this.#known.set(found.root, inPackage);
    return inPackage;
  }

  /** Whether a script is the application's own: a file, and in no package. */
  isApplication(script: string): boolean {
    return scriptPath(script) !== null && this.of(script) === null;
  }

  /** The first frame in the application's own code; null when there is none. Frames are innermost first. */
  nearestApplicationFrame<F extends FrameFile>(frames: readonly F[]): F | null {
    return frames.find(({ file }) => this.isApplication(file)) ?? null;
  }

  /**
   * A script as a reader wants to see it: `src/registry.ts` under the working directory, `ws/lib/sender.js` in a
   * package, else the shorter of the absolute path and the way from the working directory; `node:net` as it is.
   */
  display(script: string): string {
    const path = scriptPath(script);
    if (path === null) return script;
    const inPackage = this.of(script);
    if (inPackage) return posix(join(inPackage.name, relative(inPackage.root, path)));
    const way = relative(this.#cwd, path);
    return way !== "" && !isAbsolute(way) && way.length < path.length ? posix(way) : path;
  }
}

function posix(path: string): string {
  return path.replaceAll(sep, "/");
}

function packageFolder(path: string): { name: string; root: string } | null {
  const folder = `${sep}node_modules${sep}`;
  const at = path.lastIndexOf(folder);
  if (at < 0) return null;
  const [first = "", second = ""] = path.slice(at + folder.length).split(sep);
  if (first === "" || first.startsWith(".")) return null;
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  return { name, root: path.slice(0, at + folder.length) + name };
}

/** Whether a folder of `node_modules` is a link to a folder outside any `node_modules`, as workspaces are. */
function isLinked(root: string): boolean {
  try {
    return packageFolder(join(realpathSync(root), "package.json")) === null;
  } catch {
    // The package is not on this machine (a bundle's map names its sources): it is a package all the same.
    return false;
  }
}

function versionIn(root: string): string | null {
  try {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version?: unknown };
    return typeof version === "string" ? version : null;
  } catch {
    // No package.json here, or no JSON: the version is not known, and is reported as such.
    return null;
  }
}

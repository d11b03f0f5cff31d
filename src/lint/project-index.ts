import { existsSync, readdirSync, readFileSync, statSync, type Dirent } from "node:fs";
import { dirname, join, resolve } from "node:path";

const SOURCE = /\.[cm]?[jt]sx?$/;
const SKIPPED = new Set(["node_modules", "dist", "build", "out", "coverage", "vendor", "bower_components"]);
const LARGEST_FILE = 400_000;
const MOST_FILES = 20_000;
/** An editor keeps a linter running: what other files say is read again after this. */
const FRESH_MS = 5_000;

/** The text of a project's source files, to ask what other files do with a name. */
export class ProjectIndex {
  static readonly #ofRoot = new Map<string, ProjectIndex>();

  readonly #root: string;
  #texts: ReadonlyMap<string, string> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;
  readonly #answers = new Map<string, readonly string[]>();

  private constructor(root: string) {
    this.#root = root;
  }

  /** The index of the project a file belongs to: the folder above it that has a package.json and is not below another one's. */
  static of(filename: string, cwd: string): ProjectIndex {
    const root = projectRoot(resolve(cwd, filename)) ?? cwd;
    let index = ProjectIndex.#ofRoot.get(root);
    if (index === undefined) {
      index = new ProjectIndex(root);
      // One per package of a monorepo that is linted in this process.
      ProjectIndex.#ofRoot.set(root, index);
    }
    return index;
  }

  /** The text of a source file of the project; null when it has no such file. */
  textOf(path: string): string | null {
    this.#refresh();
    return this.#texts.get(path) ?? null;
  }

  /** Whether another file takes entries out of something of this name, or replaces it. */
  prunesElsewhere(name: string, filename: string): boolean {
    this.#refresh();
    let files = this.#answers.get(name);
    if (files === undefined) {
      const pattern = pruningPattern(name);
      files = [...this.#texts].flatMap(([file, text]) =>
        text.includes(name) && pattern.test(text) ? [file] : [],
      );
      this.#answers.set(name, files);
    }
    return files.some((file) => file !== filename);
  }

  #refresh(): void {
    const now = performance.now();
    if (now - this.#readAt < FRESH_MS) return;
    this.#readAt = now;
    this.#answers.clear();
    this.#texts = new Map(sourceFiles(this.#root).map((file) => [file, readFileSync(file, "utf8")]));
  }
}

/** `name.delete(`, `delete x.name[`, `name.length = 0`, `x.name = []` and their like. */
function pruningPattern(name: string): RegExp {
  const bare = name.replaceAll(/[^\w]/g, String.raw`\$&`);
  return new RegExp(
    [
      String.raw`\b${bare}[!?]*\.(?:delete|clear|splice|shift|pop)\(`,
      String.raw`delete [\w.!()[\]]*\b${bare}(?:\[|;|\s)`,
      String.raw`\b${bare}\.length\s*=[^=]`,
      String.raw`[a-z)\]]\.${bare}\s*=\s*(?:\[\]|\{\}|new |undefined|null)`,
    ].join("|"),
  );
}

function sourceFiles(folder: string, found: string[] = []): string[] {
  for (const entry of entriesOf(folder)) {
    if (found.length >= MOST_FILES) break;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name) && !entry.name.startsWith(".")) sourceFiles(path, found);
    } else if (
      SOURCE.test(entry.name) &&
      !entry.name.endsWith(".d.ts") &&
      statSync(path).size < LARGEST_FILE
    ) {
      found.push(path);
    }
  }
  return found;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that goes while it is read, or may not be read, has nothing to say.
    return [];
  }
}

function projectRoot(file: string): string | null {
  let found: string | null = null;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) found ??= folder;
    if (existsSync(join(folder, ".git")) || dirname(folder) === folder) return found;
  }
}

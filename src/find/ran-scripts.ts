import { pathToFileURL } from "node:url";
import type { GrowingHolder, ScriptTexts } from "#snapshot";
import type { Sources } from "#source";
import type { Holder } from "#verdict";
import { declaredHolder, type DeclaredHolder } from "./declared-holder.ts";
import { scriptsOf } from "./leak-in-source.ts";

/** So many files of the application are read for those that import another. */
const mostRead = 200;
/** A name is followed through so many imports. */
const mostImports = 3;

/** The scripts of a process of which the file on this machine is, as far as can be told, what ran. */
export class RanScripts {
  readonly #texts: ScriptTexts;
  readonly #since: Date;
  readonly #sources: Sources;
  readonly #fits = new Map<string, Promise<boolean>>();
  readonly #changed = new Set<string>();
  readonly #missing = new Set<string>();

  /** `since`: when the process is known to have run; a file that was written later may not be what it runs. */
  constructor(texts: ScriptTexts, since: Date, sources: Sources) {
    this.#texts = texts;
    this.#since = since;
    this.#sources = sources;
  }

  /** Which files were looked for and are not what ran, or not here, a sentence each. */
  get notes(): string[] {
    const changed = [...this.#changed].map(
      (script) =>
        `${this.#sources.display(script)} has changed since the process loaded it, so no lines of it are told.`,
    );
    const [missing] = this.#missing;
    if (missing === undefined) return changed;
    return [
      ...changed,
      `${this.#sources.display(missing)} is not on this machine: where the source is, this tells the lines that declare and that add as well.`,
    ];
  }

  /** Those of these that fit. */
  async fitting(scripts: readonly string[]): Promise<string[]> {
    const fits = await Promise.all(scripts.map((script) => this.#fit(script, true)));
    return scripts.filter((_, index) => fits[index]);
  }

  /** The script that a file is, where it fits; null where it does not or did not run. */
  async at(file: string): Promise<string | null> {
    for (const script of [file, pathToFileURL(file).href])
      if (this.#texts.has(script)) return (await this.#fit(script, true)) ? script : null;
    return null;
  }

  /** The application's scripts that fit and pass a test. */
  async application(test: (script: string) => Promise<boolean>): Promise<string[]> {
    const own = [...this.#texts.keys()].filter((script) => this.#sources.isApplication(script));
    const found: string[] = [];
    for (const script of own.slice(0, mostRead))
      // oxlint-disable-next-line no-await-in-loop -- one file after the other, as each is read whole
      if ((await test(script)) && (await this.#fit(script, false))) found.push(script);
    return found;
  }

  /**
   * Whether the code of the application, or of the packages that these scripts are of, may have a field of this name: what
   * is not here, or not what ran, may.
   */
  async namesField(name: string, near: readonly string[]): Promise<boolean> {
    const packages = new Set(near.map((script) => this.#sources.package(script)?.name));
    const asked = [...this.#texts.keys()].filter(
      (script) =>
        near.includes(script) ||
        this.#sources.isApplication(script) ||
        packages.has(this.#sources.package(script)?.name ?? ""),
    );
    if (asked.length > mostRead) return true;
    for (const script of asked)
      // oxlint-disable-next-line no-await-in-loop -- one file after the other, as each is read whole
      if (!(await this.#fit(script, false)) || (await this.#sources.namesField(script, name))) return true;
    return false;
  }

  /** The scripts that import another. */
  async importers(script: string): Promise<string[]> {
    return this.application((other) => this.#sources.imports(other, script));
  }

  /** The scripts that may declare a holder; of a global, those that name it. */
  async candidates(held: Pick<GrowingHolder, "classes" | "place">, { path }: Holder): Promise<string[]> {
    const scripts = scriptsOf(held);
    const name = /^globalThis\.([\w$]+)/u.exec(path)?.[1];
    if (scripts.length > 0 || name === undefined) return this.fitting(scripts);
    return this.application((script) => this.#sources.names(script, name));
  }

  /** The holder where it is declared, followed to the files that a name is imported from; these join the scripts. */
  async declared(holder: Holder, scripts: string[]): Promise<DeclaredHolder> {
    const [name = ""] = holder.path.replace(/^exports\./u, "").split(/[.[]/u, 1);
    let named = await declaredHolder(holder, scripts, this.#sources);
    for (let hop = 0; hop < mostImports && named.declared?.imported === true; hop++) {
      // oxlint-disable-next-line no-await-in-loop -- each step starts where the one before ended
      const file = await this.#sources.importedFrom(named.declared.ran.script, name);
      // oxlint-disable-next-line no-await-in-loop -- as above
      const script = file === null ? null : await this.at(file);
      if (script === null || scripts.includes(script)) break;
      scripts.unshift(script);
      // oxlint-disable-next-line no-await-in-loop -- as above
      named = await declaredHolder(holder, scripts, this.#sources);
    }
    return named;
  }

  #fit(script: string, isMissed: boolean): Promise<boolean> {
    const known = this.#fits.get(script);
    if (known !== undefined) return known;
    const fits = this.#compared(script, isMissed);
    this.#fits.set(script, fits);
    return fits;
  }

  async #compared(script: string, isMissed: boolean): Promise<boolean> {
    const texts = this.#texts.get(script);
    if (texts === undefined) return false;
    const fit = await this.#sources.fit(script, texts, this.#since);
    if (fit === "changed" && isMissed) this.#changed.add(script);
    if (fit === "missing" && isMissed) this.#missing.add(script);
    return fit === "same";
  }
}

import { existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import { isAbsolute, resolve } from "node:path";
import { assignmentsIn } from "./assignment.ts";
import { callsIn } from "./call.ts";
import { defaultExportLine } from "./default-export.ts";
import { type Declaration, declarationOf } from "./declaration.ts";
import { type ExcerptOptions, excerptOf, isQuotable } from "./excerpt.ts";
import { fileImporting, filesImported } from "./import.ts";
import { type CollectionChange, type CollectionChanges, changesOf } from "./insertion.ts";
import { type FunctionText, isTypeScript, locateFunction } from "./locate.ts";
import { likeness } from "./locate-transformed.ts";
import { MapLibrary, type SourceMapOf } from "./map-library.ts";
import { linksIn } from "./link.ts";
import type { NamingLine } from "./naming-line.ts";
import { mentionsOf, namesField, symbolOf } from "./mention.ts";
import { Notes } from "./notes.ts";
import { Outline } from "./outline.ts";
import { type FrameFile, type PackageOf, Packages } from "./package-of.ts";
import { type Pruning, pruningsOf } from "./pruning.ts";
import { type RemedyContext, remedyContextOf } from "./remedy-context.ts";
import { fitsScript, type RanText } from "./script-fit.ts";
import { scriptPath } from "./script-url.ts";
import type { SourceText, TextPosition } from "./source-text.ts";
import { type TextGrowth, textGrowthIn } from "./text-growth.ts";
import { TextLibrary } from "./text-library.ts";

/** A position in a script and what the programmer wrote there. Lines and columns are 1-based. */
export interface SourcePlace {
  /** The original source where a source map leads there, else the script itself; `node:net` and the like stay. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Whether a source map was followed. */
  readonly mapped: boolean;
  /** The original name at this place when the map records one; null otherwise. */
  readonly name: string | null;
  /** The position V8 runs. */
  readonly generated: { readonly file: string; readonly line: number; readonly column: number };
}

/** A place a function was called from, 1-based. */
export interface CallerPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number | null;
}

/** What `Sources` needs to know about the target. */
export interface SourcesOptions {
  /** Working directory of the target: paths are shown relative to it. */
  readonly cwd: string;
  /** Asks the target for the source map it holds for a script; needed for tsx and ts-node only. */
  readonly sourceMapOf?: SourceMapOf | undefined;
}

/** Maps may lead to compiled files with maps of their own (tsc, then a bundler); nobody chains more than this. */
const LONGEST_CHAIN = 3;

/** Files that may have a timer for another one: more are not read. */
const MOST_READ = 200;

/**
 * The source code of one target, read from this machine's disk: from positions as V8 reports them to what a programmer
 * wrote. Scripts are named as V8 names them, by path or `file:` URL. Files, maps and outlines are read when first asked
 * for and kept as long as the instance. Nothing here throws on what a target's files contain: what could not be used
 * is said in `notes`.
 */
export class Sources {
  readonly #notes = new Notes();
  readonly #texts: TextLibrary;
  readonly #maps: MapLibrary;
  readonly #packages: Packages;
  readonly #outlines = new WeakMap<SourceText, Outline>();

  constructor(options: SourcesOptions) {
    const cwd = isAbsolute(options.cwd) ? options.cwd : resolve(options.cwd);
    this.#texts = new TextLibrary(this.#notes);
    this.#packages = new Packages(cwd);
    this.#maps = new MapLibrary({
      texts: this.#texts,
      notes: this.#notes,
      cwd,
      sourceMapOf: options.sourceMapOf ?? null,
    });
  }

  /** What could not be read or used so far, one sentence each. */
  get notes(): readonly string[] {
    return this.#notes.list;
  }

  /** The original place of a 1-based position in a script. */
  async place(script: string, line: number, column: number): Promise<SourcePlace> {
    const file = scriptPath(script) ?? script;
    const generated = { file, line, column };
    let place: SourcePlace = { ...generated, mapped: false, name: null, generated };
    let from = script;
    for (let step = 0; step < LONGEST_CHAIN; step++) {
      // oxlint-disable-next-line no-await-in-loop -- each step starts where the one before ended
      const original = await this.#maps.original(from, place.line, place.column);
      if (original === null || !this.#isToHand(file, original.file)) break;
      place = { ...original, name: original.name ?? place.name, mapped: true, generated };
      // tsx maps a file to itself, and following that again would go astray.
      if (original.file === file || original.file === from) break;
      from = original.file;
    }
    return place;
  }

  /** Of a package, what is installed is told: many maps lead to sources that were not published. */
  #isToHand(script: string, original: string): boolean {
    const root = this.#packages.of(script)?.root;
    return root === undefined || (this.#packages.of(original)?.root === root && existsSync(original));
  }

  /**
   * Which of the loaded scripts a function comes from, likeliest first; null when none fits. TypeScript that tsx or
   * ts-node transformed fits no file letter by letter: there the file is taken whose map leads to the like of it.
   */
  async locate(wanted: FunctionText, candidates: readonly string[]): Promise<string | null> {
    const found = await locateFunction(wanted, candidates, this.#texts);
    return found ?? (await this.#locateTransformed(wanted, candidates.filter(isTypeScript)));
  }

  async #locateTransformed(wanted: FunctionText, candidates: readonly string[]): Promise<string | null> {
    let best: { script: string; share: number } | null = null;
    for (const script of candidates) {
      // oxlint-disable-next-line no-await-in-loop -- stops at the first that fits in full, and asks the target each time
      const share = await this.#likeness(wanted, script);
      if (share === 1) return script;
      if (share > (best?.share ?? 0)) best = { script, share };
    }
    return best?.script ?? null;
  }

  async #likeness(wanted: FunctionText, script: string): Promise<number> {
    const original = await this.#maps.original(script, wanted.line + 1, wanted.column + 1);
    const text = original && (await this.#texts.read(original.file));
    return original && text ? likeness(wanted, text, original.line) : 0;
  }

  /**
   * Whether the file of a script is on this machine and is, as far as can be told, what ran: the texts that V8 had, one for each
   * time it was loaded. `youngest`: a file that was written later may be another.
   */
  async fit(
    script: string,
    ran: readonly RanText[],
    youngest: Date,
  ): Promise<"same" | "changed" | "missing"> {
    const path = scriptPath(script);
    const text = path === null ? null : await this.#texts.read(path);
    if (path === null || text === null) return "missing";
    const modifiedAt = await stat(path).then(
      ({ mtime }) => mtime,
      () => new Date(),
    );
    return ran.every((each) => fitsScript(text, each, { script, modifiedAt, youngest })) ? "same" : "changed";
  }

  /** A line of an original file, trimmed; null when the file is not to be had or is no program text. */
  async excerpt(file: string, line: number, options: ExcerptOptions = {}): Promise<string | null> {
    const text = await this.#text(file);
    return text && excerptOf(text, line, options);
  }

  /** The line at a place or, when the original is not on this machine, the line V8 runs; null when there is neither. */
  async excerptAt(place: SourcePlace, width?: number): Promise<string | null> {
    const original = await this.excerpt(place.file, place.line, { column: place.column, width });
    if (original !== null) return original;
    const { file, line, column } = place.generated;
    return await this.excerpt(file, line, { column, width });
  }

  /** The line of a file that declares a holder, near a 1-based line if there are several; null when there is none. */
  async declaration(
    file: string,
    holder: string,
    options: { near?: number } = {},
  ): Promise<Declaration | null> {
    const outline = await this.#outline(file, holder);
    return outline && declarationOf(outline, holder, options);
  }

  /** Whether a file has this name as part of its code, strings and comments left out. */
  async names(file: string, name: string): Promise<boolean> {
    const outline = await this.#outline(file, name);
    return outline !== null && mentionsOf(outline, name).length > 0;
  }

  /** Whether the code of a file may have a field of this name. */
  async namesField(file: string, name: string): Promise<boolean> {
    const outline = await this.#outline(file, name);
    return outline !== null && namesField(outline, name);
  }

  /** The line that gives a module's whole export, for what has no name of its own there; null when there is none. */
  async defaultExport(file: string): Promise<{ line: number; excerpt: string } | null> {
    const text = await this.#text(file);
    const line = text && defaultExportLine(text);
    return line ? { line, excerpt: excerptOf(text, line) ?? "" } : null;
  }

  /** The lines of a file that insert into a holder and that remove from it, as far as the text shows. */
  async changes(
    file: string,
    holder: string,
    options: { declaredAt?: number; ofClass?: string } = {},
  ): Promise<CollectionChanges> {
    const outline = await this.#outline(file, holder);
    return outline ? changesOf(outline, holder, options) : { inserts: [], removals: [] };
  }

  /** The lines of a file that link one object to the next by a property, `last.next = link`; taking a link out is none. */
  async links(file: string, property: string): Promise<readonly NamingLine[]> {
    const outline = await this.#outline(file, property);
    return outline === null ? [] : linksIn(outline, property);
  }

  /** The lines of a file that give a variable or field another value, `text += more`; emptying it is none. */
  async assignments(
    file: string,
    holder: string,
    options: { declaredAt?: number } = {},
  ): Promise<readonly NamingLine[]> {
    const outline = await this.#outline(file, holder);
    return outline === null ? [] : assignmentsIn(outline, holder, options);
  }

  /** The lines of a file that append to the text that a variable or field holds, and those that begin it anew. */
  async textGrowth(file: string, holder: string, options: { declaredAt?: number } = {}): Promise<TextGrowth> {
    const outline = await this.#outline(file, holder);
    return outline === null ? { appends: [], resets: [] } : textGrowthIn(outline, holder, options);
  }

  /** The lines of a file that call one of these methods of a holder. */
  async calls(
    file: string,
    holder: string,
    methods: readonly string[],
    options: { declaredAt?: number } = {},
  ): Promise<readonly NamingLine[]> {
    const outline = await this.#outline(file, holder);
    return outline === null ? [] : callsIn(outline, holder, methods, options);
  }

  /** The file on this machine that a name of a file is imported from by a relative path; null when it is not. */
  async importedFrom(file: string, name: string): Promise<string | null> {
    const path = scriptPath(file);
    const text = await this.#text(file);
    return path === null || text === null ? null : fileImporting(text.text, path, name);
  }

  /** Whether a file imports another by a relative path. */
  async imports(file: string, other: string): Promise<boolean> {
    const path = scriptPath(file);
    const text = await this.#text(file);
    const wanted = scriptPath(other);
    if (path === null || text === null || wanted === null || path === wanted) return false;
    return filesImported(text.text, path).includes(wanted);
  }

  /** Whether a file has this text, letter by letter. */
  async contains(file: string, text: string): Promise<boolean> {
    const read = await this.#text(file);
    return read !== null && read.text.includes(text);
  }

  /** What a file does against the growth of a holder, and the timers of other files that have it done, as far as the texts show. */
  async prunings(file: string, holder: string, others: readonly string[]): Promise<readonly Pruning[]> {
    const outline = await this.#outline(file, holder);
    if (outline === null) return [];
    const here = pruningsOf(outline, holder);
    if (here.length > 0) return here;
    const elsewhere: Outline[] = [];
    for (const other of others.slice(0, MOST_READ)) {
      // oxlint-disable-next-line no-await-in-loop -- one file after the other, as each is read whole
      const text = other === file ? null : await this.#text(other);
      // oxlint-disable-next-line no-await-in-loop -- as above
      const read = text && /setInterval|setTimeout/.test(text.text) ? await this.#outline(other) : null;
      if (read !== null) elsewhere.push(read);
    }
    return pruningsOf(outline, holder, elsewhere);
  }

  /**
   * What the life of an entry inserted here could be tied to; null when unsure. Callers seen on the stack of the
   * insert, innermost first and in original places, let it look beyond the file.
   */
  async remedyContext(
    file: string,
    holder: string,
    insert: CollectionChange,
    callers: readonly CallerPlace[] = [],
  ): Promise<RemedyContext | null> {
    const outline = await this.#outline(file, holder);
    if (outline === null) return null;
    const seen = await Promise.all(
      callers.map(async (caller) => {
        const called = this.isApplication(caller.file) ? await this.#outline(caller.file) : null;
        return called && { ...caller, outline: called };
      }),
    );
    const known = seen.filter((caller) => caller !== null);
    return remedyContextOf({ file, outline }, holder, insert, known);
  }

  /** Whether a place of a file lies in the function that V8 says begins at `start`; 1-based. False where the file is not to be had. */
  async isWithin(file: string, place: TextPosition, start: TextPosition): Promise<boolean> {
    return (await this.#outline(file))?.isWithin(place, start) ?? false;
  }

  /** The npm package a script belongs to; null for the application's own code. */
  package(script: string): PackageOf | null {
    return this.#packages.of(script);
  }

  /** Whether a script is the application's own code. */
  isApplication(script: string): boolean {
    return this.#packages.isApplication(script);
  }

  /** The innermost frame in the application's own code; null when there is none. */
  nearestApplicationFrame<F extends FrameFile>(frames: readonly F[]): F | null {
    return this.#packages.nearestApplicationFrame(frames);
  }

  /** A script as a reader wants to see it: `src/registry.ts`, `ws/lib/sender.js`. */
  display(script: string): string {
    return this.#packages.display(script);
  }

  async #text(file: string): Promise<SourceText | null> {
    const path = scriptPath(file);
    return path === null || !isQuotable(path) ? null : await this.#texts.read(path);
  }

  /** The outline of a file that mentions the holder's name in some spelling; null otherwise, without reading it through. */
  async #outline(file: string, holder = ""): Promise<Outline | null> {
    const text = await this.#text(file);
    if (text === null || !text.text.includes(stemOf(holder))) return null;
    const known = this.#outlines.get(text);
    if (known) return known;
    const outline = new Outline(text);
    this.#outlines.set(text, outline);
    return outline;
  }
}

/** What every spelling of a holder's last name has in common, whatever compilers added to it. */
function stemOf(holder: string): string {
  const symbol = symbolOf(holder);
  if (symbol !== null) return symbol;
  const last = holder.slice(holder.lastIndexOf(".") + 1).replace(/(?:\[…\])+$/u, "");
  return last.replace(/^#|^_[A-Za-z$]\w*?_(?=\w)|\$?\d+$/g, "");
}

import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { dataUrlText, mapUrlOf } from "./map-comment.ts";
import { type Notes, reasonOf } from "./notes.ts";
import { scriptPath } from "./script-url.ts";
import { type OriginalPosition, PositionMap } from "./source-map.ts";
import type { TextLibrary } from "./text-library.ts";

/**
 * Asks the target for the source map it holds for a script (`module.findSourceMap(script)?.payload`): the only place
 * where the map of TypeScript run through tsx or ts-node exists. The script is named as V8 named it.
 */
export type SourceMapOf = (script: string) => Promise<object | null>;

interface FoundMap {
  readonly payload: object;
  /** The file that relative sources are relative to. */
  readonly base: string;
}

/** Maps of generated files, each looked for and decoded at most once. */
export class MapLibrary {
  readonly #texts: TextLibrary;
  readonly #notes: Notes;
  readonly #cwd: string;
  readonly #sourceMapOf: SourceMapOf | null;
  readonly #maps = new Map<string, Promise<PositionMap | null>>();

  constructor(options: { texts: TextLibrary; notes: Notes; cwd: string; sourceMapOf: SourceMapOf | null }) {
    this.#texts = options.texts;
    this.#notes = options.notes;
    this.#cwd = options.cwd;
    this.#sourceMapOf = options.sourceMapOf;
  }

  /** The original of a 1-based position in a script; null when no map leads anywhere that exists. */
  async original(script: string, line: number, column: number): Promise<OriginalPosition | null> {
    const original = (await this.map(script))?.original(line, column) ?? null;
    if (original === null) return null;
    const text = await this.#texts.read(original.file);
    if (text === null || original.line <= text.lineCount) return original;
    this.#notes.add(
      `${original.file} has ${text.lineCount} lines but the source map of ${script} leads to line ${original.line}: ` +
        `the map is older or newer than the source, so positions are those of the compiled file.`,
    );
    return null;
  }

  /** The map of a script, from the target if it has one, else from disk; null when there is none that can be read. */
  map(script: string): Promise<PositionMap | null> {
    const known = this.#maps.get(script);
    if (known !== undefined) return known;
    const loading = this.#load(script);
    this.#maps.set(script, loading);
    return loading;
  }

  async #load(script: string): Promise<PositionMap | null> {
    const path = scriptPath(script);
    if (path === null) return null;
    try {
      const found = (await this.#fromTarget(script, path)) ?? (await this.#fromDisk(path));
      if (found === null) return null;
      const map = new PositionMap(found.payload, { base: found.base, cwd: this.#cwd });
      for (const { path: source, content } of map.sources) {
        if (source !== null && content !== null) this.#texts.lend(source, content);
      }
      return map;
    } catch (error) {
      const reason = reasonOf(error);
      this.#notes.add(
        `The source map of ${path} cannot be used (${reason}): positions are those of the compiled file.`,
      );
      return null;
    }
  }

  async #fromTarget(script: string, path: string): Promise<FoundMap | null> {
    if (this.#sourceMapOf === null) return null;
    try {
      const payload = await this.#sourceMapOf(script);
      return payload && { payload, base: path };
    } catch (error) {
      this.#notes.add(`The target could not be asked for the source map of ${path}: ${reasonOf(error)}.`);
      return null;
    }
  }

  async #fromDisk(path: string): Promise<FoundMap | null> {
    const text = await this.#texts.read(path);
    if (text === null) return null;
    const url = mapUrlOf(text.text);
    if (url === null) return this.#beside(path);
    if (url.startsWith("data:")) return { payload: parsed(dataUrlText(url)), base: path };
    const { protocol, href } = new URL(url, pathToFileURL(path));
    if (protocol !== "file:") throw new Error(`it lies at ${url}, which is not fetched`);
    const base = fileURLToPath(href);
    const json = await this.#texts.read(base);
    if (json === null) throw new Error(`${base} is missing`);
    return { payload: parsed(json.text), base };
  }

  /** Builds with "hidden" maps write `app.js.map` without a comment; its `file` says whether it is meant for this file. */
  async #beside(path: string): Promise<FoundMap | null> {
    if (!/\.[cm]?js$/.test(path)) return null;
    const base = `${path}.map`;
    const json = await this.#texts.read(base);
    if (json === null) return null;
    const payload = parsed(json.text) as { file?: unknown };
    return payload.file === undefined || payload.file === basename(path) ? { payload, base } : null;
  }
}

function parsed(json: string): object {
  // A first line of `)]}'` keeps browsers from running the file as a script (ECMA-426).
  const value: unknown = JSON.parse(json.startsWith(")]}'") ? json.slice(json.indexOf("\n") + 1) : json);
  if (typeof value !== "object" || value === null) throw new Error("it is not a JSON object");
  return value;
}

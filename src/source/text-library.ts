import { readFile, stat } from "node:fs/promises";
import { type Notes, reasonOf } from "./notes.ts";
import { SourceText } from "./source-text.ts";

/** Beyond this no file is a program somebody wrote, and reading it would cost more than the answer is worth. */
const LARGEST_FILE_BYTES = 128 * 1024 * 1024;

/** Characters of text kept before the least recently used texts are let go. */
const KEPT_CHARACTERS = 96 * 1024 * 1024;

/**
 * Texts of source files, read from disk at most once while they are kept. Texts that came inside a source map
 * stand in for originals that are not on this machine.
 */
export class TextLibrary {
  readonly #notes: Notes;
  readonly #texts = new Map<string, Promise<SourceText | null>>();
  readonly #lent = new Map<string, string>();
  readonly #sizes = new Map<string, number>();
  #characters = 0;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  /** Gives the text to use for `path` should the file itself be missing. */
  lend(path: string, text: string): void {
    if (this.#lent.has(path)) return;
    this.#lent.set(path, text);
    this.#forget(path);
  }

  /** The text of a file, or the text lent for it; null when there is neither. */
  read(path: string): Promise<SourceText | null> {
    const kept = this.#texts.get(path);
    // Setting anew moves the path to the end: the map's order is the order of last use.
    if (kept !== undefined) this.#texts.delete(path);
    const text = kept ?? this.#load(path);
    this.#texts.set(path, text);
    return text;
  }

  async #load(path: string): Promise<SourceText | null> {
    const text = (await this.#fromDisk(path)) ?? this.#lent.get(path);
    if (text === undefined) return null;
    this.#sizes.set(path, text.length);
    this.#characters += text.length;
    for (const [oldest] of this.#texts) {
      if (this.#characters <= KEPT_CHARACTERS) break;
      if (oldest !== path) this.#forget(oldest);
    }
    return new SourceText(text);
  }

  async #fromDisk(path: string): Promise<string | undefined> {
    try {
      const { size } = await stat(path);
      if (size <= LARGEST_FILE_BYTES) return await readFile(path, "utf8");
      this.#notes.add(`${path} has ${size} bytes and was not read: the most is ${LARGEST_FILE_BYTES}.`);
    } catch (error) {
      if (!isMissing(error)) this.#notes.add(`${path} could not be read: ${reasonOf(error)}.`);
    }
    return undefined;
  }

  #forget(path: string): void {
    this.#texts.delete(path);
    this.#characters -= this.#sizes.get(path) ?? 0;
    this.#sizes.delete(path);
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === "ENOENT" || code === "ENOTDIR";
}

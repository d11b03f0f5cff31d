import type { SnapshotStrings } from "./snapshot-strings.ts";

const BACKSLASH = 92;
/** Texts that are kept once decoded: the last one for each rest of its index. A power of two. */
const KEPT = 2 ** 10;
/** Longer ones are not kept. */
const LONGEST_KEPT = 128;

/** The strings of a snapshot as their bytes in the file, one after another without quotes. */
export class StoredStrings implements SnapshotStrings {
  readonly count: number;
  /** What is between the quotes in the file, escapes and all. */
  readonly bytes: Uint8Array;
  /** Where each string begins in `bytes`, and at the end where the last one ends. */
  readonly starts: Uint32Array;
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #kept: string[] = Array.from({ length: KEPT }, () => "");
  /** Which text is in each place of `#kept`, plus 1. */
  readonly #keptIndices = new Uint32Array(KEPT);

  constructor(bytes: Uint8Array, starts: Uint32Array) {
    this.count = starts.length - 1;
    this.bytes = bytes;
    this.starts = starts;
  }

  get(index: number): string {
    const place = index & (KEPT - 1);
    if (this.#keptIndices[place] === index + 1) return this.#kept[place]!;
    const start = this.starts[index];
    const end = this.starts[index + 1];
    if (start === undefined || end === undefined) return "";
    const text = this.#decode(start, end);
    if (end - start <= LONGEST_KEPT) {
      this.#kept[place] = text;
      this.#keptIndices[place] = index + 1;
    }
    return text;
  }

  byteLength(index: number): number {
    return (this.starts[index + 1] ?? 0) - (this.starts[index] ?? 0) || 0;
  }

  endsWith(index: number, min: number, character: string): boolean {
    const end = this.starts[index + 1] ?? 0;
    return end - (this.starts[index] ?? 0) >= min && this.bytes[end - 1] === character.charCodeAt(0);
  }

  find(text: string): number {
    const wanted = new TextEncoder().encode(JSON.stringify(text).slice(1, -1));
    // Only printable ASCII without escapes is sure to be written in one way.
    const plain = /^[ !#-[\]-~]*$/u.test(text);
    const { starts, count } = this;
    for (let index = 0; index < count; index++) {
      const start = starts[index]!;
      const length = starts[index + 1]! - start;
      if (plain ? length !== wanted.length : length < text.length) continue;
      if (plain ? this.#startsWith(start, wanted) : this.#decode(start, start + length) === text)
        return index;
    }
    return -1;
  }

  #startsWith(start: number, wanted: Uint8Array): boolean {
    const { bytes } = this;
    for (let i = 0; i < wanted.length; i++) if (bytes[start + i] !== wanted[i]) return false;
    return true;
  }

  #decode(start: number, end: number): string {
    const raw = this.bytes.subarray(start, end);
    const text = this.#decoder.decode(raw);
    return raw.includes(BACKSLASH) ? unescaped(text) : text;
  }
}

/** What JSON says a text means; the text as it is where it is not JSON. */
function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

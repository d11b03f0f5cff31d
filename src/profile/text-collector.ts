import type { StringTable } from "./string-table.ts";

const encoder = new TextEncoder();

/** The string table of a profile being written: only what is named, numbered as it is first met. */
export class TextCollector {
  /** UTF-8 of each string, in the order of the new table; the first is "". */
  readonly collected: Uint8Array[] = [new Uint8Array(0)];
  readonly #from: StringTable;
  /** New index by old one; 0 where not yet met. */
  readonly #moved: Uint32Array;
  readonly #texts = new Map<string, number>([["", 0]]);

  constructor(from: StringTable) {
    this.#from = from;
    this.#moved = new Uint32Array(from.count);
  }

  /** The new index of a string of the old table. */
  at(index: number): number {
    const moved = this.#moved[index];
    if (moved !== undefined && moved !== 0) return moved;
    const utf8 = this.#from.utf8(index);
    if (utf8.length === 0) return 0;
    const next = this.collected.push(utf8) - 1;
    this.#moved[index] = next;
    return next;
  }

  /** The index of a string that need not be in the old table. */
  text(text: string): number {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const index = this.collected.push(encoder.encode(text)) - 1;
    this.#texts.set(text, index);
    return index;
  }
}

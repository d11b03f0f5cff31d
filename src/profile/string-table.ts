import type { StringIndex } from "./model.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * The strings of a profile, kept as UTF-8 in one buffer and turned into JavaScript strings when first asked for.
 * A report names a few hundred of the hundred thousand strings of a large profile. Index 0 is always "".
 * Bytes that are not UTF-8 read as U+FFFD and are written back unchanged.
 */
export class StringTable {
  readonly #bytes: Uint8Array;
  /** Where each string begins; one more entry than strings. */
  readonly #starts: Uint32Array;
  readonly #texts: (string | undefined)[] = [];

  constructor(bytes: Uint8Array, starts: Uint32Array) {
    this.#bytes = bytes;
    this.#starts = starts;
  }

  /** A table of the given strings, the first of which must be "". */
  static of(texts: Iterable<string>): StringTable {
    const encoded = Array.from(texts, (text) => encoder.encode(text));
    const starts = new Uint32Array(encoded.length + 1);
    for (const [i, one] of encoded.entries()) starts[i + 1] = starts[i]! + one.length;
    const bytes = new Uint8Array(starts[encoded.length]!);
    for (const [i, one] of encoded.entries()) bytes.set(one, starts[i]);
    return new StringTable(bytes, starts);
  }

  /** This table and more strings behind it, which may be equal to some that it has. */
  with(texts: readonly string[]): StringTable {
    const added = StringTable.of(texts);
    const bytes = new Uint8Array(this.#bytes.length + added.#bytes.length);
    bytes.set(this.#bytes);
    bytes.set(added.#bytes, this.#bytes.length);
    const starts = new Uint32Array(this.count + texts.length + 1);
    starts.set(this.#starts);
    for (let i = 1; i <= texts.length; i++) starts[this.count + i] = this.#bytes.length + added.#starts[i]!;
    return new StringTable(bytes, starts);
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  /** The string at an index; "" for one that is out of range, which a decoded profile never holds. */
  at(index: StringIndex | number): string {
    const known = this.#texts[index];
    if (known !== undefined) return known;
    if (index >= this.count) return "";
    const text = decoder.decode(this.utf8(index));
    this.#texts[index] = text;
    return text;
  }

  /** The bytes of a string, a view into the table. */
  utf8(index: StringIndex | number): Uint8Array {
    return this.#bytes.subarray(this.#starts[index], this.#starts[index + 1]);
  }
}

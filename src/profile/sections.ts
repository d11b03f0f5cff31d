/** Tags of profile.proto's own fields are smaller. */
const MOST_TAGS = 128;

/**
 * Where the fields of each kind are in a file. Writers put those of a table one behind the other, so that a pass over one
 * table need not touch the others; a file that does otherwise is only slower.
 */
export class Sections {
  readonly #first = new Float64Array(MOST_TAGS).fill(-1);
  readonly #end = new Float64Array(MOST_TAGS);
  readonly #broken = new Uint8Array(MOST_TAGS);

  /** A field with this tag, from `start` up to `end`; fields are added in their order. */
  add(tag: number, start: number, end: number): void {
    if (tag >= MOST_TAGS) return;
    if (this.#first[tag] === -1) this.#first[tag] = start;
    else if (this.#end[tag] !== start) this.#broken[tag] = 1;
    this.#end[tag] = end;
  }

  /** The part of the file that holds all fields with a tag, and others perhaps. */
  of(tag: number): { readonly start: number; readonly end: number } {
    if (this.#first[tag] === -1) return { start: 0, end: 0 };
    return { start: this.#first[tag]!, end: this.#end[tag]! };
  }

  /** Where a section that begins at `start` and holds nothing else ends; null when there is none. */
  after(tag: number, start: number): number | null {
    return this.#first[tag] === start && this.#broken[tag] === 0 ? this.#end[tag]! : null;
  }
}

import type { EdgeColumns } from "./columns.ts";
import type { FileLayout } from "./file-layout.ts";
import { EDGE_TYPE_SHIFT } from "./model.ts";

/** Longer than any record V8 writes: three numbers of ten digits and what separates them. */
const LONGEST_RECORD = 64;

/** Takes the file's `edges` into columns from the last to the first, as V8 writes them and no other way. */
export class BackwardEdgeScan {
  /** The largest name seen, be it a string index or a number. */
  maxName = 0;
  /** The edges from this one on have been taken. */
  first: number;
  readonly #layout: FileLayout;
  readonly #columns: EdgeColumns;
  readonly #typeBits: Int32Array;

  constructor(layout: FileLayout, columns: EdgeColumns) {
    this.#layout = layout;
    this.#columns = columns;
    this.first = layout.edgeCount;
    this.#typeBits = Int32Array.from(layout.edgeTypeCodes, (code) => code << EDGE_TYPE_SHIFT);
  }

  /** Whether the records have the three fields that V8 has always written; only then can this be used. */
  static suits({ edgeField, edgeWidth, edgeTypeCodes }: FileLayout): boolean {
    const { type, name_or_index: name, to_node: target } = edgeField;
    return edgeWidth === 3 && type === 0 && name === 1 && target === 2 && edgeTypeCodes.length <= 10;
  }

  /**
   * Takes the records that end before `end`, as far as they are surely all in `bytes`. Returns where the first of
   * them begins, or -1 when something is not as V8 writes it.
   */
  scan(bytes: Uint8Array, end: number): number {
    const { ends, names } = this.#columns;
    const { nodeWidth, nodeCount } = this.#layout;
    const typeBits = this.#typeBits;
    let { maxName, first } = this;
    let at = end;
    while (at > LONGEST_RECORD && first > 0) {
      let c = bytes[--at]!;
      if (c === 44) c = bytes[--at]!;
      if (c === 10) c = bytes[--at]!;
      let to = c ^ 48;
      let bad = (to + 6) & ~15;
      for (let scale = 10; (c = bytes[--at]! ^ 48) < 10; scale *= 10) to += c * scale;
      bad |= c ^ 28;
      let name = bytes[--at]! ^ 48;
      bad |= (name + 6) & ~15;
      for (let scale = 10; (c = bytes[--at]! ^ 48) < 10; scale *= 10) name += c * scale;
      bad |= c ^ 28;
      const bits = typeBits[bytes[--at]! ^ 48];
      const target = (to / nodeWidth) | 0;
      bad |= target * nodeWidth - to;
      if (bad !== 0 || bits === undefined || target >= nodeCount || name >= 2 ** 32) return -1;
      first--;
      ends[first] = target | bits;
      names[first] = name;
      if (name > maxName) maxName = name;
    }
    this.maxName = maxName;
    this.first = first;
    return at;
  }
}

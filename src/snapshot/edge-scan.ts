import type { ByteWindow } from "./byte-window.ts";
import type { EdgeColumns } from "./columns.ts";
import type { EdgeHelp } from "./edge-help.ts";
import type { FileLayout } from "./file-layout.ts";
import { EDGE_TYPE_SHIFT } from "./model.ts";
import { NumberRecord } from "./number-record.ts";
import type { Section } from "./section.ts";
import { malformed } from "./snapshot-error.ts";

/** Longer than any record V8 writes: three numbers of ten digits and what separates them. */
const LONGEST_RECORD = 64;
const MAX_UINT32 = 2 ** 32 - 1;

/** Takes the file's `edges` into columns, from the first on. */
export class EdgeScan implements Section {
  /** The largest name seen, be it a string index or a number. */
  maxName = 0;
  /** How many edges have been taken. */
  count = 0;
  /** Stop before this one. */
  #until: number;
  readonly #help: EdgeHelp | null;
  readonly #layout: FileLayout;
  readonly #columns: EdgeColumns;
  readonly #record: NumberRecord;
  readonly #usual: boolean;
  /** Our codes of the file's one-digit types, where they belong in `ends`. */
  readonly #typeBits: Int32Array;

  constructor(layout: FileLayout, columns: EdgeColumns, help: EdgeHelp | null = null) {
    this.#layout = layout;
    this.#help = help;
    this.#columns = columns;
    this.#until = layout.edgeCount;
    this.#record = new NumberRecord(layout.edgeWidth);
    const { type, name_or_index: name, to_node: target } = layout.edgeField;
    this.#usual = layout.edgeWidth === 3 && type === 0 && name === 1 && target === 2;
    this.#typeBits = Int32Array.from(layout.edgeTypeCodes, (code) => code << EDGE_TYPE_SHIFT);
  }

  progress(): string {
    return `edges, ${this.count} of ${this.#layout.edgeCount} read`;
  }

  scan(window: ByteWindow): boolean {
    for (;;) {
      // Where the help has gone past already, what it said before stands: records are taken up to exactly there.
      const taken = this.#help?.taken() ?? 0;
      if (taken >= this.count && this.#help !== null) this.#until = taken;
      if (this.#usual) this.#scanFast(window);
      this.#help?.reached(this.count);
      if (this.count === this.#until && this.#help !== null) return true;
      const next = this.#record.next(window);
      if (next === "more") return false;
      if (next === "end") break;
      this.#take(this.#record.values, window);
    }
    if (this.count !== this.#layout.edgeCount)
      throw malformed(`${this.count} edges where ${this.#layout.edgeCount} are announced`, window.offset);
    return true;
  }

  /** Takes the records that are as V8 writes them and wholly loaded; see `NodeScan` for how a digit is told. */
  #scanFast(window: ByteWindow): void {
    const { bytes } = window;
    const { ends, names } = this.#columns;
    const { nodeWidth, nodeCount } = this.#layout;
    const typeBits = this.#typeBits;
    const typeCount = Math.min(typeBits.length, 10);
    const limit = window.end - LONGEST_RECORD;
    const until = this.#until;
    let { maxName, count: edge } = this;
    let start = window.start;
    while (start < limit && edge < until) {
      let at = start;
      let c = bytes[at]!;
      if (c === 10) c = bytes[++at]!;
      if (c === 44) at++;
      const type = bytes[at]! ^ 48;
      let bad = bytes[at + 1]! ^ 44;
      let name = bytes[(at += 2)]! ^ 48;
      bad |= (name + 6) & ~15;
      while ((c = bytes[++at]! ^ 48) < 10) name = name * 10 + c;
      bad |= c ^ 28;
      let to = bytes[++at]! ^ 48;
      bad |= (to + 6) & ~15;
      while ((c = bytes[++at]! ^ 48) < 10) to = to * 10 + c;
      const target = (to / nodeWidth) | 0;
      bad |= target * nodeWidth - to;
      if (bad !== 0 || (c !== 28 && c !== 58) || type >= typeCount) break;
      if (target >= nodeCount || name > MAX_UINT32) break;
      ends[edge] = target | typeBits[type]!;
      names[edge] = name;
      if (name > maxName) maxName = name;
      edge++;
      start = at;
    }
    this.maxName = maxName;
    this.count = edge;
    window.start = start;
  }

  #take(values: Float64Array, window: ByteWindow): void {
    const { edgeField, edgeCount, edgeTypeCodes, nodeWidth, nodeCount } = this.#layout;
    const edge = this.count;
    const fault = (what: string): Error => malformed(`edge ${edge} ${what}`, window.offset);
    if (edge >= edgeCount) throw fault(`is one more than the ${edgeCount} announced`);
    const type = edgeTypeCodes[values[edgeField.type]!];
    const name = values[edgeField.name_or_index]!;
    const target = values[edgeField.to_node]! / nodeWidth;
    if (type === undefined) throw fault(`is of type ${values[edgeField.type]}, which meta does not name`);
    if (name > MAX_UINT32) throw fault(`is named ${name}`);
    if (!Number.isInteger(target) || target >= nodeCount)
      throw fault(`leads to ${values[edgeField.to_node]}, where no node begins`);
    this.#columns.ends[edge] = target | (type << EDGE_TYPE_SHIFT);
    this.#columns.names[edge] = name;
    if (name > this.maxName) this.maxName = name;
    this.count++;
  }
}

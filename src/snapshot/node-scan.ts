import type { ByteWindow } from "./byte-window.ts";
import type { NodeColumns } from "./columns.ts";
import type { FileLayout } from "./file-layout.ts";
import { NumberRecord } from "./number-record.ts";
import type { Section } from "./section.ts";
import { malformed, SnapshotError } from "./snapshot-error.ts";

/** Longer than any record V8 writes: eight numbers of ten digits and what separates them. */
const LONGEST_RECORD = 128;
const MAX_UINT32 = 2 ** 32 - 1;

/** Takes the file's `nodes` into columns. */
export class NodeScan implements Section {
  /** The largest string index seen. */
  maxName = 0;
  readonly #layout: FileLayout;
  readonly #columns: NodeColumns;
  readonly #record: NumberRecord;
  /** The records begin with the five fields that V8 has always begun them with. */
  readonly #usual: boolean;
  #count = 0;
  #edges = 0;

  constructor(layout: FileLayout, columns: NodeColumns) {
    this.#layout = layout;
    this.#columns = columns;
    this.#record = new NumberRecord(layout.nodeWidth);
    const { type, name, id, self_size: size, edge_count: edges } = layout.nodeField;
    this.#usual = [type, name, id, size, edges].every((position, field) => position === field);
  }

  progress(): string {
    return `nodes, ${this.#count} of ${this.#layout.nodeCount} read`;
  }

  scan(window: ByteWindow): boolean {
    for (;;) {
      if (this.#usual) this.#scanFast(window);
      const next = this.#record.next(window);
      if (next === "more") return false;
      if (next === "end") break;
      this.#take(this.#record.values, window);
    }
    const { nodeCount, edgeCount } = this.#layout;
    if (this.#count !== nodeCount)
      throw malformed(`${this.#count} nodes where ${nodeCount} are announced`, window.offset);
    if (this.#edges !== edgeCount)
      throw malformed(`its nodes have ${this.#edges} edges where ${edgeCount} are announced`, window.offset);
    this.#columns.firstEdges[nodeCount] = edgeCount;
    return true;
  }

  /**
   * Takes the records that are as V8 writes them and wholly loaded; stops before the first that is not. A digit is a
   * byte that xor 48 leaves below 10; a comma becomes 28, a line feed 58. What should not be there gathers in `bad`.
   */
  #scanFast(window: ByteWindow): void {
    const { bytes } = window;
    const { types, names, ids, selfSizes, firstEdges } = this.#columns;
    const { nodeWidth, nodeCount, nodeTypeCodes } = this.#layout;
    const limit = window.end - LONGEST_RECORD;
    const typeCount = nodeTypeCodes.length;
    let { maxName } = this;
    let edges = this.#edges;
    let node = this.#count;
    let start = window.start;
    while (start < limit && node < nodeCount) {
      let at = start;
      let c = bytes[at]!;
      if (c === 10) c = bytes[++at]!;
      if (c === 44) at++;
      const type0 = bytes[at]! ^ 48;
      let bad = (type0 + 6) & ~15;
      let type = type0;
      while ((c = bytes[++at]! ^ 48) < 10) type = type * 10 + c;
      bad |= c ^ 28;
      let name = bytes[++at]! ^ 48;
      bad |= (name + 6) & ~15;
      while ((c = bytes[++at]! ^ 48) < 10) name = name * 10 + c;
      bad |= c ^ 28;
      let id = bytes[++at]! ^ 48;
      bad |= (id + 6) & ~15;
      while ((c = bytes[++at]! ^ 48) < 10) id = id * 10 + c;
      bad |= c ^ 28;
      let size = bytes[++at]! ^ 48;
      bad |= (size + 6) & ~15;
      while ((c = bytes[++at]! ^ 48) < 10) size = size * 10 + c;
      bad |= c ^ 28;
      let count = bytes[++at]! ^ 48;
      bad |= (count + 6) & ~15;
      while ((c = bytes[++at]! ^ 48) < 10) count = count * 10 + c;
      for (let field = 5; field < nodeWidth; field++) {
        // What these fields hold is nearly always 0; a record where it is not goes the slow way.
        bad |= (c ^ 28) | (bytes[at + 1]! ^ 48);
        c = bytes[(at += 2)]! ^ 48;
      }
      if (bad !== 0 || (c !== 28 && c !== 58) || type >= typeCount) break;
      if (id > MAX_UINT32 || size > MAX_UINT32 || name > MAX_UINT32) break;
      types[node] = nodeTypeCodes[type]!;
      names[node] = name;
      ids[node] = id;
      selfSizes[node] = size;
      firstEdges[node] = edges;
      edges += count;
      if (name > maxName) maxName = name;
      node++;
      start = at;
    }
    this.maxName = maxName;
    this.#edges = edges;
    this.#count = node;
    window.start = start;
  }

  #take(values: Float64Array, window: ByteWindow): void {
    const { nodeField, nodeCount, nodeTypeCodes } = this.#layout;
    const columns = this.#columns;
    const node = this.#count;
    const fault = (what: string): SnapshotError => malformed(`node ${node} ${what}`, window.offset);
    if (node >= nodeCount) throw fault(`is one more than the ${nodeCount} announced`);
    const type = nodeTypeCodes[values[nodeField.type]!];
    const name = values[nodeField.name]!;
    const size = values[nodeField.self_size]!;
    const edges = values[nodeField.edge_count]!;
    if (type === undefined) throw fault(`is of type ${values[nodeField.type]}, which meta does not name`);
    if (name > MAX_UINT32) throw fault(`is named by string ${name}`);
    if (values[nodeField.id]! > MAX_UINT32) throw fault(`has the id ${values[nodeField.id]}`);
    if (size > Number.MAX_SAFE_INTEGER) throw fault(`has ${size} bytes`);
    if (this.#edges + edges > this.#layout.edgeCount) throw fault(`has more edges than are announced`);
    if (size > MAX_UINT32) columns.selfSizes = Float64Array.from(columns.selfSizes);
    columns.types[node] = type;
    columns.names[node] = name;
    columns.ids[node] = values[nodeField.id]!;
    columns.selfSizes[node] = size;
    columns.firstEdges[node] = this.#edges;
    if (name > this.maxName) this.maxName = name;
    this.#takeDetachedness(values[nodeField.detachedness] ?? 0);
    this.#edges += edges;
    this.#count++;
  }

  #takeDetachedness(detachedness: number): void {
    if (detachedness === 0) return;
    this.#columns.detachedness ??= new Uint8Array(this.#layout.nodeCount);
    this.#columns.detachedness[this.#count] = detachedness;
  }
}

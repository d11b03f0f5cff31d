import type { Graph } from "./graph.ts";
import type { IndexDirectory } from "./index-format.ts";
import type { IndexColumns } from "./index-reader.ts";
import {
  EDGE_TYPE_SHIFT,
  type ByteColumn,
  type Edges,
  type Locations,
  type Nodes,
  type Snapshot,
} from "./model.ts";
import { dominatorOrder } from "./dominator-order.ts";
import { withoutDominated } from "./shallow-sizes.ts";
import { StoredStrings } from "./stored-strings.ts";

/** A graph whose columns are unpacked from an index when first asked for. */
export class IndexedGraph implements Graph {
  readonly snapshot: Snapshot;
  readonly reachableCount: number;
  readonly #columns: IndexColumns;
  #dominators: Uint32Array | null = null;
  #retainedSizes: ByteColumn | null = null;
  #shallowSizes: ByteColumn | null = null;
  #order: Uint32Array | null = null;

  constructor(directory: IndexDirectory, columns: IndexColumns) {
    this.snapshot = new IndexedSnapshot(directory, columns);
    this.reachableCount = directory.reachableCount;
    this.#columns = columns;
  }

  get dominators(): Uint32Array {
    return (this.#dominators ??= this.#columns.column("dominators", this.snapshot.nodes.count));
  }

  get retainedSizes(): ByteColumn {
    return (this.#retainedSizes ??= sizes(this.#columns, "retainedSizes", this.snapshot.nodes.count));
  }

  get shallowSizes(): ByteColumn {
    return (this.#shallowSizes ??= withoutDominated(this.retainedSizes, this.dominators));
  }

  get order(): Uint32Array {
    const unreached = this.#columns.has("unreached") ? this.#columns.bytes("unreached") : null;
    return (this.#order ??= dominatorOrder(this.dominators, unreached));
  }
}

class IndexedSnapshot implements Snapshot {
  readonly header: Snapshot["header"];
  readonly nodes: Nodes;
  readonly edges: Edges;
  readonly #columns: IndexColumns;
  #strings: StoredStrings | null = null;
  #locations: Locations | null = null;

  constructor({ header }: IndexDirectory, columns: IndexColumns) {
    this.header = header;
    this.#columns = columns;
    this.nodes = new IndexedNodes(header.nodeCount, columns);
    this.edges = new IndexedEdges(header.edgeCount, columns);
  }

  get strings(): StoredStrings {
    return (this.#strings ??= storedStrings(this.#columns));
  }

  get locations(): Locations {
    return (this.#locations ??= locationsOf(this.#columns));
  }
}

class IndexedNodes implements Nodes {
  readonly count: number;
  readonly #columns: IndexColumns;
  #types: Uint8Array | null = null;
  #names: Uint32Array | null = null;
  #ids: Uint32Array | null = null;
  #selfSizes: ByteColumn | null = null;
  #firstEdges: Uint32Array | null = null;
  #detachedness: Uint8Array | null = null;

  constructor(count: number, columns: IndexColumns) {
    this.count = count;
    this.#columns = columns;
  }

  get types(): Uint8Array {
    return (this.#types ??= this.#columns.bytes("types"));
  }

  get names(): Uint32Array {
    return (this.#names ??= this.#columns.column("names", this.count));
  }

  get ids(): Uint32Array {
    return (this.#ids ??= doubled(this.#columns.column("ids", this.count)));
  }

  get selfSizes(): ByteColumn {
    return (this.#selfSizes ??= sizes(this.#columns, "selfSizes", this.count));
  }

  get firstEdges(): Uint32Array {
    return (this.#firstEdges ??= runningSums(this.#columns.column("edgeCounts", this.count)));
  }

  get detachedness(): Uint8Array | null {
    if (!this.#columns.has("detachedness")) return null;
    return (this.#detachedness ??= this.#columns.bytes("detachedness"));
  }
}

class IndexedEdges implements Edges {
  readonly count: number;
  readonly #columns: IndexColumns;
  #ends: Uint32Array | null = null;
  #names: Uint32Array | null = null;

  constructor(count: number, columns: IndexColumns) {
    this.count = count;
    this.#columns = columns;
  }

  get ends(): Uint32Array {
    return (this.#ends ??= withTypes(
      this.#columns.column("targets", this.count),
      this.#columns.bytes("edgeTypes"),
    ));
  }

  get names(): Uint32Array {
    return (this.#names ??= this.#columns.column("edgeNames", this.count));
  }
}

function sizes(columns: IndexColumns, name: string, rows: number): ByteColumn {
  const low = columns.column(name, rows);
  if (!columns.has(`${name}High.codes`)) return low;
  const high = columns.column(`${name}High`, rows);
  return Float64Array.from(low, (bytes, row) => high[row]! * 2 ** 32 + bytes);
}

/** Undoes what the writer did to ids: the highest bit says that it is even. */
function doubled(ids: Uint32Array): Uint32Array {
  for (let node = 0; node < ids.length; node++) {
    const id = ids[node]!;
    ids[node] = (id << 1) | ((id >>> 31) ^ 1);
  }
  return ids;
}

function runningSums(counts: Uint32Array): Uint32Array {
  const sums = new Uint32Array(counts.length + 1);
  for (let row = 0; row < counts.length; row++) sums[row + 1] = sums[row]! + counts[row]!;
  return sums;
}

function withTypes(targets: Uint32Array, types: Uint8Array): Uint32Array {
  for (let edge = 0; edge < targets.length; edge++)
    targets[edge]! |= ((types[edge >>> 1]! >>> ((edge & 1) * 4)) & 15) << EDGE_TYPE_SHIFT;
  return targets;
}

function storedStrings(columns: IndexColumns): StoredStrings {
  const rows = columns.bytes("strings.lengths.codes").length;
  return new StoredStrings(
    columns.bytes("strings.bytes"),
    runningSums(columns.column("strings.lengths", rows)),
  );
}

function locationsOf(columns: IndexColumns): Locations {
  const count = columns.bytes("locations.nodes.codes").length;
  const column = (field: string): Uint32Array => columns.column(`locations.${field}`, count);
  return {
    count,
    nodes: column("nodes"),
    scriptIds: column("scriptIds"),
    lines: column("lines"),
    columns: column("columns"),
  };
}

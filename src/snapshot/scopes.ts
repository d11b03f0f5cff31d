import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";
import { scriptName, scriptOfShared } from "./script-texts.ts";

/** A function or scope in the program's source. Lines and columns are 1-based. */
export interface ScriptPlace {
  /** Path or URL as V8 knows it. */
  readonly script: string;
  readonly function: string;
  readonly line: number | null;
  readonly column: number | null;
}

/** A scope that lives as long as its module. */
export interface ModuleScope {
  readonly node: number;
  /** Whether it is the program's, not one of Node's own. */
  readonly own: boolean;
}

/** Which functions see a scope, which script they stand in, and which scopes are those of modules. */
export class Scopes {
  readonly #heap: Heap;
  /** For each context a function that closes over it; 0 for none. */
  readonly #closures: Uint32Array;
  readonly #scripts = new Map<number, string>();
  #exports: Map<number, string> | null = null;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#closures = closuresByContext(heap);
  }

  /** A function that closes over a context; -1 when none is left. */
  closureOf(context: number): number {
    return this.#closures[context]! - 1;
  }

  /** Where a function stands. */
  placeOf(closure: number): ScriptPlace {
    const at = locationOf(this.#heap, closure);
    return { script: this.scriptOf(closure), function: this.#heap.name(closure), ...at };
  }

  /** The script a function stands in; "" when it is V8's own. */
  scriptOf(closure: number): string {
    const shared = this.#heap.internal(closure, "shared");
    if (shared < 0) return "";
    const known = this.#scripts.get(shared);
    if (known !== undefined) return known;
    const script = scriptOfShared(this.#heap, shared);
    const name = script < 0 ? "" : scriptName(this.#heap, script);
    this.#scripts.set(shared, name);
    return name;
  }

  /** The script whose functions see a context; "" when none of them is left. */
  scriptOfContext(context: number): string {
    const closure = this.closureOf(context);
    return closure < 0 ? "" : this.scriptOf(closure);
  }

  /** Whether a context is that of a module: the outermost of its function, and the only one of its kind. */
  isModuleScope(context: number): boolean {
    return isOutermost(this.#heap, context);
  }

  /** The contexts and records of modules. */
  moduleScopes(): ModuleScope[] {
    const heap = this.#heap;
    const { types } = heap;
    const found: ModuleScope[] = [];
    const byScope = new Map<number, number>();
    for (let node = 0; node < types.length; node++) {
      const type = types[node];
      if (type === NodeType.hidden) {
        if (isModuleRecord(heap, node)) found.push({ node, own: true });
      } else if (type === NodeType.object && heap.isContext(node) && isOutermost(heap, node)) {
        const scope = heap.internal(node, "scope_info");
        byScope.set(scope, byScope.has(scope) ? -1 : node);
      }
    }
    for (const node of byScope.values()) {
      if (node < 0) continue;
      const script = this.scriptOfContext(node);
      if (script !== "") found.push({ node, own: !script.startsWith("node:") });
    }
    return found;
  }

  /** The name under which an ES module exports the variable that lives in a cell; null when it is no export. */
  exportOf(cell: number): string | null {
    this.#exports ??= exportedCells(this.#heap);
    return this.#exports.get(cell) ?? null;
  }

  /** A function of an ES module, by V8's record of the module; -1 when it is gone. */
  functionOfModule(record: number): number {
    const heap = this.#heap;
    for (let edge = heap.firstEdges[record]!; edge < heap.firstEdges[record + 1]!; edge++) {
      const made = heap.internal(heap.target(edge), "function");
      if (made >= 0) return made;
    }
    return -1;
  }
}

/** Whether a node is V8's record of an ES module. */
export function isModuleRecord(heap: Heap, node: number): boolean {
  return (
    heap.types[node] === NodeType.hidden &&
    heap.snapshot.nodes.names[node] === heap.word("system / SourceTextModule")
  );
}

function closuresByContext(heap: Heap): Uint32Array {
  const { types } = heap;
  const closures = new Uint32Array(types.length);
  for (let node = 0; node < types.length; node++) {
    if (types[node] !== NodeType.closure) continue;
    const context = heap.internal(node, "context");
    if (context >= 0 && closures[context] === 0) closures[context] = node + 1;
  }
  return closures;
}

function isOutermost(heap: Heap, context: number): boolean {
  const previous = heap.internal(context, "previous");
  return previous >= 0 && heap.name(previous).startsWith("system / NativeContext");
}

/** Keys and cells alternate in the table of a module's exports. */
function exportedCells(heap: Heap): Map<number, string> {
  const names = new Map<number, string>();
  for (let node = 0; node < heap.snapshot.nodes.count; node++) {
    if (!isModuleRecord(heap, node)) continue;
    for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
      const table = heap.target(edge);
      if (heap.types[table] === NodeType.array) addCells(heap, table, names);
    }
  }
  return names;
}

function addCells(heap: Heap, table: number, names: Map<number, string>): void {
  const keys = new Map<number, string>();
  for (let edge = heap.firstEdges[table]!; edge < heap.firstEdges[table + 1]!; edge++) {
    if (heap.edgeType(edge) !== EdgeType.internal) continue;
    const slot = Number(heap.edgeName(edge));
    const value = heap.target(edge);
    if (heap.types[value] === NodeType.string) keys.set(slot, heap.name(value));
    const key = keys.get(slot - 1);
    if (key !== undefined && heap.name(value) === "system / Cell") names.set(value, key);
  }
}

/** The 1-based position that the snapshot has for a node. */
function locationOf(heap: Heap, node: number): { line: number | null; column: number | null } {
  const { nodes, lines, columns, count } = heap.snapshot.locations;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle]! < node) low = middle + 1;
    else high = middle;
  }
  if (low === count || nodes[low] !== node) return { line: null, column: null };
  return { line: lines[low]! + 1, column: columns[low]! + 1 };
}

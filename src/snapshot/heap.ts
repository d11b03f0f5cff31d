import type { Graph } from "./graph.ts";
import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, EdgeType, NodeType, type Nodes, type Snapshot } from "./model.ts";
import { NameTest } from "./name-test.ts";

const CONTEXT = "system / Context";
/** Classes that say no more than what kind of collection it is. */
const plain = new Set(["Object", "Array", "Map", "Set", "WeakMap", "WeakSet"]);

const placeholders = /^(?:system \/ (?:Hole|Oddball)|.*hole|undefined|null)$/iu;

const labels: Readonly<Record<number, string>> = {
  [NodeType.string]: "a string",
  [NodeType.concatenatedString]: "a string",
  [NodeType.slicedString]: "a string",
  [NodeType.bigint]: "a bigint",
  [NodeType.number]: "a number",
  [NodeType.symbol]: "a symbol",
  [NodeType.regexp]: "RegExp",
  [NodeType.array]: "a store",
  [NodeType.code]: "code",
};

/**
 * A graph with the questions that every report asks of it: names of nodes and edges, fields of V8's own by name,
 * scopes. Names are looked up once; nothing here takes more than a pass over a node's edges.
 */
export class Heap {
  readonly graph: Graph;
  readonly snapshot: Snapshot;
  /** Edges of node n are from `firstEdges[n]` up to `firstEdges[n + 1]`. */
  readonly firstEdges: Uint32Array;
  readonly ends: Uint32Array;
  readonly edgeNames: Uint32Array;
  readonly types: Uint8Array;
  /** Bytes of a reference: 8, or 4 where V8 compresses pointers, as Chromium, Electron and some builds of Node.js do. */
  readonly slotBytes: 4 | 8;
  readonly #words = new Map<string, number>();
  readonly #isAccessor: NameTest;
  readonly #isContext: NameTest;
  readonly #isClass: NameTest;
  readonly #isPlaceholder: NameTest;

  constructor(graph: Graph) {
    this.graph = graph;
    this.snapshot = graph.snapshot;
    const { nodes, edges } = graph.snapshot;
    this.firstEdges = nodes.firstEdges;
    this.ends = edges.ends;
    this.edgeNames = edges.names;
    this.types = nodes.types;
    this.slotBytes = slotBytesOf(nodes);
    const { strings } = graph.snapshot;
    this.#isAccessor = new NameTest(strings, (name) => /^[gs]et ./u.test(name));
    this.#isContext = new NameTest(strings, (name) => name.startsWith(CONTEXT));
    this.#isClass = new NameTest(strings, (name) => classIn(name) !== "");
    this.#isPlaceholder = new NameTest(strings, (name) => placeholders.test(name));
  }

  /** The string index of a word; -1 when the snapshot does not have it. */
  word(text: string): number {
    const known = this.#words.get(text);
    if (known !== undefined) return known;
    const index = this.snapshot.strings.find(text);
    this.#words.set(text, index);
    return index;
  }

  /** Of an object the name of its constructor, of a string its text, of V8's own things what V8 calls them. */
  name(node: number): string {
    return this.snapshot.strings.get(this.snapshot.nodes.names[node]!);
  }

  target(edge: number): number {
    return this.ends[edge]! & EDGE_TARGET_MASK;
  }

  edgeType(edge: number): number {
    return this.ends[edge]! >>> EDGE_TYPE_SHIFT;
  }

  /** The name of an edge; the number of an element as text. */
  edgeName(edge: number): string {
    const type = this.edgeType(edge);
    const name = this.edgeNames[edge]!;
    return type === EdgeType.element || type === EdgeType.hidden
      ? String(name)
      : this.snapshot.strings.get(name);
  }

  /** Whether a string is what V8 calls the half of an accessor: `get size`. */
  isAccessorName(name: number): boolean {
    return this.#isAccessor.of(name);
  }

  /** What to call a node that no variable leads to: its class, or what it is; never the text of a string. */
  label(node: number): string {
    const type = this.types[node]!;
    if (type === NodeType.object || type === NodeType.native || type === NodeType.synthetic)
      return this.name(node);
    if (type === NodeType.closure) return `${this.name(node) || "anonymous"}()`;
    return labels[type] ?? "V8's own";
  }

  /** Where a field of V8's own leads, such as `table` of a Map; -1 when there is none. */
  internal(node: number, name: string): number {
    return this.#follow(node, EdgeType.internal, this.word(name));
  }

  /** Where a property of the program's leads; -1 when there is none. */
  property(node: number, name: string): number {
    return this.#follow(node, EdgeType.property, this.word(name));
  }

  #follow(node: number, type: number, word: number): number {
    if (word < 0) return -1;
    const end = this.firstEdges[node + 1]!;
    for (let edge = this.firstEdges[node]!; edge < end; edge++) {
      if (this.edgeNames[edge] === word && this.edgeType(edge) === type) return this.target(edge);
    }
    return -1;
  }

  /** Whether a node holds the variables of a scope. */
  isContext(node: number): boolean {
    if (this.types[node] !== NodeType.object) return false;
    return this.#isContext.of(this.snapshot.nodes.names[node]!);
  }

  /** Whether a node is the store of another: the table of a Map, the elements of an Array, external bytes. */
  isBackingStore(node: number): boolean {
    const type = this.types[node];
    return type === NodeType.array || type === NodeType.hidden || type === NodeType.native;
  }

  /** What stands where an entry was deleted; undefined and null look the same in older versions of V8. */
  isPlaceholder(node: number): boolean {
    return this.types[node] === NodeType.hidden && this.#isPlaceholder.of(this.snapshot.nodes.names[node]!);
  }

  /** The class of an object as a programmer calls it; "" for plain objects and collections, and for what has no class. */
  className(node: number): string {
    const type = this.types[node];
    if (type === NodeType.object) return this.hasClass(node) ? this.name(node) : "";
    return type === NodeType.regexp ? "RegExp" : "";
  }

  /** Whether a node is an object that has a class name. */
  hasClass(node: number): boolean {
    return this.types[node] === NodeType.object && this.#isClass.of(this.snapshot.nodes.names[node]!);
  }
}

/** As many functions are looked at to tell the size of a reference. */
const SAMPLED = 1000;

/** Functions are as large as seven references or so: with eight bytes to each, none has half a one over. */
function slotBytesOf({ types, selfSizes }: Nodes): 4 | 8 {
  let sampled = 0;
  let halves = 0;
  for (let node = 0; node < types.length && sampled < SAMPLED; node++) {
    if (types[node] !== NodeType.closure) continue;
    sampled++;
    if (selfSizes[node]! % 8 === 4) halves++;
  }
  return halves > sampled / 20 ? 4 : 8;
}

/** The class that the constructor of this name makes; "" when that says nothing. */
function classIn(name: string): string {
  return plain.has(name) || name.startsWith("system /") ? "" : name;
}

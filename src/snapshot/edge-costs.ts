import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";

/** What a step would have to cost to be no step at all. */
const NEVER = 0x0fff_ffff;

/** Fields of V8's own that a programmer need not know of to read the path. */
const plain = new Set(
  "table elements properties context previous value buffer backing_store reactions_or_result extension target handler first second left right".split(
    " ",
  ),
);
/** Fields that lead from everything to everything. */
const dear = new Set(
  "map __proto__ prototype constructor feedback_cell shared initial_map code dependent_code native_context transition_info descriptors back_pointer scope_info script script_or_debug_info".split(
    " ",
  ),
);

/** How readable a step is: 2 for what a programmer wrote, up to 160 for what V8 keeps for itself. */
export class EdgeCosts {
  readonly #heap: Heap;
  /** Costs by string index; 0 where not yet known. */
  readonly #properties: Uint8Array;
  readonly #internals: Uint8Array;
  readonly #nodes = new Map<number, number>();

  /** The string index of `this`. */
  readonly #self: number;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#self = heap.word("this");
    this.#properties = new Uint8Array(heap.snapshot.strings.count);
    this.#internals = new Uint8Array(heap.snapshot.strings.count);
  }

  /** What every step from a node costs besides. */
  from(node: number): number {
    const type = this.#heap.types[node]!;
    if (type === NodeType.code || type === NodeType.objectShape) return 24;
    if (type !== NodeType.synthetic || node === 0) return 0;
    const known = this.#nodes.get(node);
    if (known !== undefined) return known;
    const cost = /Strong roots|Extensions|Debugger|Eternal/u.test(this.#heap.name(node)) ? 60 : 6;
    this.#nodes.set(node, cost);
    return cost;
  }

  /** Whether a node stands for what functions that run at the moment have at hand: the stack, and handles of native code. */
  isPassing(node: number): boolean {
    return (
      this.#heap.types[node] === NodeType.synthetic &&
      /^\((?:Stack roots|Handle scope)\)$/u.test(this.#heap.name(node))
    );
  }

  /** What a step over an edge of a type and name costs. */
  of(type: number, name: number): number {
    switch (type) {
      case EdgeType.internal:
        return this.#internals[name] || this.#internal(name);
      case EdgeType.property:
        return this.#properties[name] || this.#property(name);
      case EdgeType.context:
        // An arrow function's own object is best known by another name.
        return name === this.#self ? 14 : 2;
      case EdgeType.element:
        return 2;
      case EdgeType.shortcut:
        return 1;
      case EdgeType.hidden:
        return 8;
      default:
        return NEVER;
    }
  }

  #internal(name: number): number {
    return (this.#internals[name] = internalCost(this.#heap.snapshot.strings.get(name)));
  }

  #property(name: number): number {
    return (this.#properties[name] = propertyCost(this.#heap.snapshot.strings.get(name)));
  }
}

function propertyCost(name: string): number {
  if (name === "__proto__") return 20;
  if (name === "constructor" || name === "prototype") return 12;
  // The registry of modules leads to everything that a module exports.
  if (/^(?:\/|\.\/|file:|[A-Za-z]:\\)./u.test(name)) return 30;
  if (name === "children" || name === "parent") return 4;
  // What a program's first module holds has a name in the module.
  if (name === "mainModule") return 12;
  if (name === "<symbol node:entry_point_module>") return 30;
  return 2;
}

function internalCost(name: string): number {
  if (plain.has(name)) return 2;
  if (dear.has(name)) return 24;
  if (/^\d+$/u.test(name)) return 3;
  // The pair of a WeakMap is reached from its key, and from the table by an edge that keeps nothing.
  if (name.includes("part of key")) return 4;
  // What Node.js has of an object says less than the program's variables.
  if (name === "native_to_javascript") return 14;
  return /IdentityMapBase|\(Stack|builtins/u.test(name) ? 80 : 3;
}

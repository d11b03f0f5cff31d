import { Frontier } from "./frontier.ts";
import { isReference } from "./native.ts";
import type { NodeIndex } from "./paths.ts";
import { Paths } from "./paths.ts";
import type { StepKind } from "./protocol.ts";
import { Seen } from "./seen.ts";
import type { Variable } from "./variables.ts";

/** A value and how it was reached. */
export interface Reached {
  readonly value: object;
  readonly node: NodeIndex;
  /** The object whose property it is, and the property; null where it is none. */
  readonly slot?: Slot | null;
}

/** A property or variable that holds a value; `within` is what holds the object whose property it is. */
export type Slot =
  | { readonly holder: object; readonly key: PropertyKey; readonly within: Slot | null }
  | Variable;

/** One way to a value. */
interface Way {
  readonly from: NodeIndex | null;
  readonly kind: StepKind;
  readonly name: string;
  readonly cost: number;
  readonly script: number;
}

/** What each kind of step adds to the cost of a path. Variables of a module start afresh at a fixed cost. */
const stepCost: Record<StepKind, number> = {
  module: 0,
  exports: 0,
  namespace: 0,
  global: 0,
  handle: 0,
  builtin: 0,
  timers: 0,
  property: 3,
  private: 3,
  symbol: 4,
  element: 6,
  key: 7,
  prototype: 3,
  accessor: 5,
  closure: 8,
  bound: 8,
  result: 3,
  listeners: 8,
};
const moduleVariableCost = 3;
const highestCost = 160;
/** Through a request or a socket is no way a programmer names anything: last resort. */
const connectionCost = 60;

/**
 * The values a walk has come to, each by the cheapest path so far, and those it has yet to visit. Costs order paths:
 * what a programmer would write comes first.
 */
export class Reach {
  readonly paths: Paths;
  readonly frontier: Frontier<Reached> = new Frontier();
  readonly #seen = new Seen<NodeIndex>();
  /** What belongs to the language, to Node or to Sawtooth: never followed. */
  readonly #known: WeakSet<object>;

  constructor(paths: Paths, known: WeakSet<object>) {
    this.paths = paths;
    this.#known = known;
  }

  isKnown(value: object): boolean {
    return this.#known.has(value);
  }

  /** Starts a path. */
  root(value: object, kind: StepKind, name: string, cost: number): void {
    if (kind === "builtin") this.#known.delete(value);
    this.#reach(value, { from: null, kind, name, cost, script: -1 });
  }

  /** A variable of a module: the beginning of an expression, however it was found. */
  moduleVariable(value: unknown, name: string, script: number, slot: Slot | null = null): void {
    this.#reach(value, { from: null, kind: "module", name, cost: moduleVariableCost, script }, slot);
  }

  /** A variable of a module that holds a text, which is no value of its own. */
  moduleText(name: string, script: number): NodeIndex {
    return this.paths.add(null, "module", name, moduleVariableCost, script);
  }

  /** A variable that a function closes over. */
  closureVariable(
    value: unknown,
    from: NodeIndex,
    name: string,
    script: number,
    slot: Slot | null = null,
  ): void {
    const cost = this.paths.cost(from) + stepCost.closure;
    this.#reach(value, { from, kind: "closure", name, cost, script }, slot);
  }

  /** One step on from a value. */
  follow(value: unknown, from: NodeIndex, kind: StepKind, name: string, slot: Slot | null = null): void {
    const cost = this.paths.cost(from) + stepCost[kind];
    this.#reach(value, { from, kind, name, cost, script: this.paths.script(from) }, slot);
  }

  /** A step that arrives at no value of its own: the listeners of one event. */
  stepWithoutValue(from: NodeIndex, kind: StepKind, name: string): NodeIndex {
    return this.paths.add(from, kind, name, this.paths.cost(from) + stepCost[kind], this.paths.script(from));
  }

  isSeen(value: object): boolean {
    return this.#seen.get(value) !== undefined;
  }

  /** Whether the value was reached otherwise than through a connection. */
  isNamed(node: NodeIndex): boolean {
    return this.paths.cost(node) < connectionCost;
  }

  /** Makes the way to a connection dear, unless a variable or field holds it: that is what it is called then. */
  demote(node: NodeIndex): void {
    const kind = this.paths.kind(node);
    if (namedSteps.has(kind)) return;
    const cost = this.paths.cost(node) + connectionCost;
    this.paths.improve(node, this.paths.parent(node), kind, "", cost, this.paths.script(node));
  }

  /** Notes a way to `value`: a new value waits to be visited, a known one takes the way if it is cheaper. */
  #reach(value: unknown, way: Way, slot: Slot | null = null): void {
    const { from, kind, name, cost, script } = way;
    if (!isReference(value) || cost > highestCost || this.#known.has(value)) return;
    // Many modules keep these in variables of their own; they are known by their names.
    if (value === globalThis || (value === process && kind !== "builtin")) return;
    const at = this.#seen.get(value);
    if (at === undefined) {
      const node = this.paths.add(from, kind, name, cost, script);
      this.#seen.set(value, node);
      this.frontier.push({ value, node, slot }, cost);
      return;
    }
    if (cost < this.paths.cost(at)) {
      this.#noteExporter(at, at);
      this.#noteExporter(at, this.paths.parent(at));
      this.paths.improve(at, from, kind, name, cost, script);
    } else if (kind === "module") this.paths.addAlias(at, script, name);
    this.#noteExporter(at, from);
  }

  /** A value's name may come from a module that imports it; its declaration is then in one that exports it. */
  #noteExporter(at: NodeIndex, from: NodeIndex | null): void {
    if (from === null) return;
    const kind = this.paths.kind(from);
    if (kind === "exports" || kind === "namespace") this.paths.addExporter(at, this.paths.name(from));
  }
}

const namedSteps: ReadonlySet<StepKind> = new Set(["module", "closure", "private", "property", "symbol"]);

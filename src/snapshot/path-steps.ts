import type { Graph } from "./graph.ts";
import { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";
import { retainingPaths, type RetainingPaths } from "./retaining-paths.ts";
import { isModuleRecord, Scopes } from "./scopes.ts";

/**
 * A step of a retaining path as a programmer knows it. The kinds are those of a structure walk (`module`, `closure`, `global`,
 * `property`, `private`, `symbol`, `element`, `listeners`, `timers`, `bound`, `result`, `builtin`), and `local` for a variable of
 * a suspended function, `handle` for what Node.js holds, `reactions` for what waits for a promise, `root` for what V8 or Node.js itself holds.
 */
export interface Step {
  readonly kind: string;
  readonly name: string;
  /** Class of the value this step arrives at; empty for plain objects. */
  readonly className: string;
  /** The value this step arrives at. */
  readonly node: number;
}

/** What steps are read from. */
export interface Paths {
  readonly heap: Heap;
  readonly scopes: Scopes;
  readonly paths: RetainingPaths;
}

/** Reads the names of everything in a graph. O(nodes + edges); 16 bytes a node. */
export function pathsOf(graph: Graph): Paths {
  const heap = new Heap(graph);
  const scopes = new Scopes(heap);
  return { heap, scopes, paths: retainingPaths(heap, scopes) };
}

/** Steps that V8 makes and no programmer sees. */
const unseen =
  /^(?:table|elements|properties|context|previous|value|extension|shared|target|buffer|backing_store|map|left|first)$/u;

/** The text that a regular expression was last run on, which V8 keeps until the next one. */
export const LAST_MATCH = "RegExp.lastMatch";

/** The steps from the root, a module's scope or a timer list to a node, V8's own steps left out. */
export function stepsTo(where: Paths, node: number): Step[] {
  return stepsWithin(where, node, MOST_WEAK_MAPS);
}

/** A path through the entries of so many WeakMaps is followed: one may be held by its own entry. */
export const MOST_WEAK_MAPS = 4;

function stepsWithin(where: Paths, node: number, weakMaps: number): Step[] {
  const nodes = pathTo(where.paths, node);
  const steps: Step[] = [];
  for (let at = 1; at < nodes.length; at++) {
    const step = stepTo(where, nodes[at]!);
    if (step === null) continue;
    if (step.kind === "restart") {
      const before = weakMaps === 0 ? steps : stepsWithin(where, step.node, weakMaps - 1);
      return [...before, { ...step, kind: "element" }];
    }
    if (starts.has(step.kind)) steps.length = 0;
    joined(steps, step);
  }
  return steps;
}

/** What led to these says nothing that their own name does not. */
const starts = new Set(["timers", "builtin", "global"]);

/** The nodes of the path to a node, the start first. */
function pathTo({ parents }: RetainingPaths, node: number): number[] {
  const nodes = [node];
  let at = node;
  while (parents[at] !== at) {
    at = parents[at]!;
    nodes.push(at);
  }
  return nodes.reverse();
}

/** Adds a step; an event of an emitter is one step with the emitter's table of them. */
function joined(steps: Step[], step: Step): void {
  const last = steps.at(-1);
  if (last?.kind === "property" && last.name === "_events" && step.kind === "property") {
    steps[steps.length - 1] = { ...step, kind: "listeners" };
  } else if (last?.kind === "symbol" && last.name === "[Symbol(kEvents)]" && step.kind === "element") {
    steps[steps.length - 1] = { ...step, kind: "listeners", className: "" };
  } else if (last?.kind === "listeners" && last.name === "" && step.kind === "property") {
    steps[steps.length - 1] = { ...last, node: step.node };
  } else if (last?.kind === "handle" && step.name === "[Symbol(owner_symbol)]") {
    // The object that a program knows: a Socket, not the handle that it has inside.
    steps[steps.length - 1] = { ...step, kind: "handle" };
  } else if (step.kind === "handle" && steps.length > 0) {
    steps.push({ ...step, kind: "result", name: "" });
  } else steps.push(step);
}

/** The last step to a node; null when a programmer does not see it. */
export function stepTo(where: Paths, node: number): Step | null {
  const { heap, paths, scopes } = where;
  const parent = paths.parents[node]!;
  const edge = paths.edges[node]!;
  const name = heap.edgeName(edge);
  const step = (kind: string, called: string): Step => ({
    kind,
    name: called,
    className: heap.className(node),
    node,
  });
  if (heap.name(node) === "process" && heap.types[node] === NodeType.object) {
    const type = heap.edgeType(edge);
    if (type === EdgeType.context || type === EdgeType.property) return step("builtin", "process");
  }
  switch (heap.edgeType(edge)) {
    case EdgeType.context:
      return step(scopes.isModuleScope(parent) ? "module" : "closure", name);
    case EdgeType.element:
      if (heap.types[parent] === NodeType.synthetic) return rootStep(step, heap, node, name);
      return heap.name(node) === "TimersList" ? step("timers", name) : step("element", "");
    case EdgeType.property:
      return propertyStep(heap, parent, node, name, step);
    case EdgeType.internal:
      return internalStep(where, parent, node, name, step);
    default:
      return heap.types[parent] === NodeType.synthetic && parent !== 0
        ? rootStep(step, heap, node, heap.name(parent))
        : null;
  }
}

type StepMaker = (kind: string, name: string) => Step;

function rootStep(step: StepMaker, heap: Heap, node: number, name: string): Step | null {
  if (heap.types[node] === NodeType.synthetic) return null;
  return heap.types[node] === NodeType.object ? step("handle", name) : step("root", name);
}

function propertyStep(heap: Heap, parent: number, node: number, name: string, step: StepMaker): Step | null {
  const symbol = symbolName(name);
  if (/^global(?:\b| \/|$)/u.test(heap.name(parent)) && heap.types[parent] === NodeType.object)
    return step("global", symbol ?? name);
  if (name === "__proto__") return step("prototype", "");
  if (heap.name(node) === "TimersList" && /^\d+$/u.test(name)) return step("timers", name);
  if (symbol !== null) return step("symbol", symbol);
  if (name.startsWith("#")) return step("private", name);
  if (isDictionary(heap, parent) && !isFieldOfLibrary(heap, parent, node)) return step("element", "");
  return step("property", name.replace(/^[gs]et /u, ""));
}

/** A key that is a symbol, as source writes it; null for other keys. */
function symbolName(name: string): string | null {
  if (name === "<symbol>") return "[Symbol()]";
  const symbol = /^<symbol (.*)>$/su.exec(name);
  return symbol === null ? null : `[Symbol(${symbol[1]})]`;
}

/** Whether the keys of an object are likelier data than names that a programmer wrote. */
function isDictionary(heap: Heap, node: number): boolean {
  return (
    heap.types[node] === NodeType.object &&
    heap.name(node) === "Object" &&
    heap.firstEdges[node + 1]! - heap.firstEdges[node]! > MOST_FIELDS
  );
}

const MOST_FIELDS = 40;
/** Of an object with many properties so many are looked at. */
const MOST_SEEN = 96;

/** Whether it is one of few things among the methods of an object: an application of a framework has dozens of these. */
function isFieldOfLibrary(heap: Heap, object: number, value: number): boolean {
  if (heap.types[value] === NodeType.closure) return false;
  const end = Math.min(heap.firstEdges[object + 1]!, heap.firstEdges[object]! + MOST_SEEN);
  let fields = 0;
  let methods = 0;
  for (let edge = heap.firstEdges[object]!; edge < end; edge++) {
    if (heap.edgeType(edge) !== EdgeType.property) continue;
    fields++;
    if (heap.types[heap.target(edge)] === NodeType.closure) methods++;
  }
  return methods > fields / 2;
}

function internalStep(
  where: Paths,
  parent: number,
  node: number,
  name: string,
  step: StepMaker,
): Step | null {
  const { heap, scopes } = where;
  const weakMap = weakMapOf(where, name);
  if (weakMap !== null) {
    // A WeakMap of Node.js is how it keeps what it knows of an object, and the object is what a program knows.
    if (weakMap >= 0 && isOfNode(where, weakMap)) return null;
    return weakMap < 0 ? step("element", "") : { ...step("restart", ""), node: weakMap };
  }
  if (/^\d+$/u.test(name)) return slotStep(where, parent, node, step);
  if (heap.name(parent) === "system / Cell" && name === "value") {
    const exported = scopes.exportOf(parent);
    if (exported !== "default") return exported === null ? null : step("module", exported);
    return step("module", declaredName(heap, node) || "exports");
  }
  if (name.startsWith("bound_")) return step("bound", "");
  if (name === "regexp_last_match_info") return step("builtin", LAST_MATCH);
  if (name === "reactions_or_result")
    return heap.name(node).includes("PromiseReaction") ? step("reactions", ".then(…)") : step("result", "");
  if (heap.types[parent] === NodeType.synthetic) return rootStep(step, heap, node, name);
  if (name === "native_to_javascript" || name === "javascript_to_native") return step("handle", "");
  if (unseen.test(name) || isModuleRecord(heap, parent) || heap.types[parent] === NodeType.code) return null;
  return null;
}

/** The WeakMap whose entry an edge of this name leads to from its key, -1 when it is not found; null for other edges. */
function weakMapOf(where: Paths, name: string): number | null {
  const weak = /^\d+ \/ part of key.* in WeakMap \(table @(\d+)\)$/u.exec(name);
  return weak === null ? null : ownerOfTable(where, Number(weak[1]));
}

/** The program's WeakMap that a path to a node goes on from instead of from the key; -1 where it goes straight on. */
export function heldByWeakMap(where: Paths, node: number): number {
  const map = weakMapOf(where, where.heap.edgeName(where.paths.edges[node]!)) ?? -1;
  return map < 0 || isOfNode(where, map) ? -1 : map;
}

/** An entry: of an array's store, of a hash table, of a suspended function's variables. */
function slotStep(where: Paths, parent: number, node: number, step: StepMaker): Step | null {
  const { heap, paths } = where;
  if (heap.name(node) === "system / Cell") return null;
  const holder = paths.parents[parent]!;
  const by = heap.edgeName(paths.edges[parent]!);
  if (by === "parameters_and_registers") {
    const called = functionName(heap, holder);
    if (called !== "") return step("local", `a local of ${called}()`);
    // What a module with a top-level await has in no scope: its classes and functions still have their names.
    const declared = declaredName(heap, node);
    return declared === "" ? step("result", "") : step("module", declared);
  }
  if (by === "elements") return step("element", "");
  if (by !== "table") return null;
  // Keys are the program's data, but for the types of events that an EventTarget keeps its listeners by.
  const isEvents = heap.edgeName(paths.edges[holder]!) === "<symbol kEvents>";
  return step("element", isEvents ? eventOf(heap, parent, node) : "");
}

/** The name that a class or function was declared with; "" for all else. */
function declaredName(heap: Heap, node: number): string {
  return heap.types[node] === NodeType.closure ? heap.name(node) : "";
}

/** The function that a suspended generator or async function is a run of. */
function functionName(heap: Heap, generator: number): string {
  const made = heap.internal(generator, "function");
  return made < 0 ? "" : heap.name(made);
}

/** The string in the slot before a value: the key that a Map has it under. */
function eventOf(heap: Heap, table: number, value: number): string {
  let before = "";
  for (let edge = heap.firstEdges[table]!; edge < heap.firstEdges[table + 1]!; edge++) {
    const target = heap.target(edge);
    if (target === value) return before;
    before = heap.types[target] === NodeType.string ? heap.name(target) : "";
  }
  return "";
}

/** Whether the path to a node starts in a module of Node.js. */
function isOfNode({ paths, scopes, heap }: Paths, node: number): boolean {
  let at = node;
  while (paths.parents[at] !== at) {
    at = paths.parents[at]!;
    if (heap.isContext(at)) return scopes.scriptOfContext(at).startsWith("node:");
  }
  return false;
}

/** The WeakMap whose table has this id; -1 when it is not found. */
function ownerOfTable({ heap, paths }: Paths, id: number): number {
  const table = heap.snapshot.nodes.ids.indexOf(id);
  if (table < 0 || paths.parents[table] === table) return -1;
  return heap.edgeName(paths.edges[table]!) === "table" ? paths.parents[table]! : -1;
}

import { collectionAt } from "./collection.ts";
import type { GrowthShape } from "./growing-holder.ts";
import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";
import { heldByWeakMap, MOST_WEAK_MAPS, stepsTo, type Paths, type Step } from "./path-steps.ts";
import { isModuleRecord, type ScriptPlace } from "./scopes.ts";

/** What is known of a thing that a program holds, to find it in the source. */
export interface HeldThing {
  readonly shape: GrowthShape;
  readonly steps: readonly Step[];
  readonly place: ScriptPlace | null;
  readonly classes: readonly ScriptPlace[];
  readonly callback: null;
  readonly links: readonly [];
  readonly typeName: string;
}

/** What is known of the thing at a node of one snapshot. */
export function heldThing(where: Paths, node: number): HeldThing {
  const steps = stepsTo(where, node);
  return {
    shape: collectionAt(where.heap, node)?.shape ?? "object",
    steps,
    place: placeOf(where, node),
    classes: classPlaces(where, steps),
    callback: null,
    links: [],
    typeName: where.heap.label(node),
  };
}

/** A function that sees the variable a path starts from, or whose variable it is; null where there is none. */
export function placeOf(where: Paths, node: number): ScriptPlace | null {
  const { heap, scopes, paths } = where;
  let at = node;
  let weakMaps = MOST_WEAK_MAPS;
  while (paths.parents[at] !== at) {
    // What everybody can reach has no place.
    if (heap.types[at] === NodeType.object && heap.name(at) === "process") return null;
    const map = weakMaps === 0 ? -1 : heldByWeakMap(where, at);
    if (map >= 0) {
      weakMaps--;
      at = map;
      continue;
    }
    const by = heap.edgeName(paths.edges[at]!);
    at = paths.parents[at]!;
    const suspended = by === "parameters_and_registers" ? heap.internal(at, "function") : -1;
    if (suspended >= 0 && heap.name(suspended) !== "") return scopes.placeOf(suspended);
    const isRecord = isModuleRecord(heap, at);
    if (!isRecord && !heap.isContext(at)) continue;
    const closure = isRecord ? scopes.functionOfModule(at) : scopes.closureOf(at);
    return closure < 0 ? null : scopes.placeOf(closure);
  }
  return null;
}

const MOST_CLASSES = 8;

/** The constructors of the object whose field the last named step is, its own first, then those it inherits from. */
export function classPlaces(
  { heap, scopes }: Pick<Paths, "heap" | "scopes">,
  steps: readonly Step[],
): ScriptPlace[] {
  const field = steps.findLastIndex(({ kind }) => fields.has(kind));
  const owner = steps[field - 1];
  if (owner === undefined) return [];
  const places: ScriptPlace[] = [];
  let at = heap.property(owner.node, "__proto__");
  // A static field is one of the class itself.
  if (heap.types[owner.node] === NodeType.closure) places.push(scopes.placeOf(owner.node));
  for (let depth = 0; at >= 0 && depth < MOST_CLASSES; depth++) {
    const made = heap.property(at, "constructor");
    if (made >= 0 && heap.types[made] === NodeType.closure) places.push(scopes.placeOf(made));
    at = heap.property(at, "__proto__");
  }
  return places.filter(({ script }) => isOfProgram(script));
}

const fields = new Set(["property", "private", "symbol"]);

function isOfProgram(script: string): boolean {
  return script !== "" && !script.startsWith("node:");
}

/** What is looked at of a thing that was added. */
const MOST_VISITED = 200;
/** Of a list, its end. */
const MOST_PARTS = 32;

/**
 * The program's function that a listener, timer or reaction is there to call, or that waits for it: the nearest to what was
 * added, what the program's own functions see left out; null when none is near.
 */
export function callbackIn({ heap, scopes }: Paths, added: number): ScriptPlace | null {
  const seen = new Set([added]);
  for (const node of seen) {
    const isFunction = heap.types[node] === NodeType.closure;
    const script = isFunction ? scopes.scriptOf(node) : "";
    if (isFunction && isOfProgram(script)) return scopes.placeOf(node);
    // What awaits a promise is a run of a function.
    const run = heap.internal(node, "function");
    if (run >= 0) seen.add(run);
    const end = heap.firstEdges[node + 1]!;
    for (let edge = Math.max(heap.firstEdges[node]!, end - MOST_PARTS); edge < end; edge++) {
      if (seen.size >= MOST_VISITED) break;
      if (leadsOn(heap, node, edge)) seen.add(heap.target(edge));
    }
  }
  return null;
}

/** Whether a part of a thing says what it is for: neither what its kind has in common, nor what stands beside it in a list. */
function leadsOn(heap: Heap, node: number, edge: number): boolean {
  const name = heap.edgeName(edge);
  switch (heap.edgeType(edge)) {
    case EdgeType.property:
      return !aside.has(name);
    case EdgeType.internal:
      return inner.test(name);
    case EdgeType.hidden:
      // V8's own have no names for theirs: the handlers of a reaction, what a function of V8's own is about.
      return heap.name(node).startsWith("system / ") && heap.name(heap.target(edge)) !== heap.name(node);
    default:
      return heap.edgeType(edge) === EdgeType.element || heap.edgeType(edge) === EdgeType.context;
  }
}

const aside = new Set(["__proto__", "constructor", "next", "previous", "_idleNext", "_idlePrev", "target"]);
const inner = /^(?:context|extension|reactions_or_result|bound_\w+|elements|\d+)$/u;

/** The fields by which a link of a chain leads to others of its kind. */
export function linksOf({ heap }: Paths, link: number): string[] {
  const links: string[] = [];
  const map = heap.internal(link, "map");
  const like = (node: number): boolean =>
    node !== link &&
    heap.types[node] === NodeType.object &&
    (heap.hasClass(link)
      ? heap.className(node) === heap.className(link)
      : heap.internal(node, "map") === map);
  for (let edge = heap.firstEdges[link]!; edge < heap.firstEdges[link + 1]!; edge++) {
    const isField = heap.edgeType(edge) === EdgeType.property && heap.edgeName(edge) !== "__proto__";
    if (isField && like(heap.target(edge))) links.push(heap.edgeName(edge));
  }
  return links;
}

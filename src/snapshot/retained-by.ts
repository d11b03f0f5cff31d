import { NodeType } from "./model.ts";
import type { Paths } from "./path-steps.ts";
import { isModuleRecord } from "./scopes.ts";

/** A group of objects and what it keeps alive. */
export interface Retention {
  readonly name: string;
  readonly objects: number;
  /** Bytes of the objects themselves. */
  readonly bytes: number;
  /** Bytes that would go with all of them; an object inside another of the group is counted once. */
  readonly retained: number;
  /** The largest of them. */
  readonly node: number;
}

/** What each class retains, most first: of objects the class, of all else V8's type. One sweep over the dominator tree. */
export function retainedByClass({ heap }: Paths): Retention[] {
  const { nodes } = heap.snapshot;
  const { dominators, order, retainedSizes } = heap.graph;
  const groups = new Map<string, { -readonly [K in keyof Retention]: Retention[K] }>();
  const keys = new Map<number, string>();
  // For each node the nearest dominator of its own class is found by walking up only over nodes of other classes.
  const inside = new ClassAncestors(dominators);
  for (const node of order) {
    const type = nodes.types[node]!;
    if (type === NodeType.synthetic) continue;
    const code = classCode(type, nodes.names[node]!);
    let key = keys.get(code);
    if (key === undefined) keys.set(code, (key = className(type, heap.name(node))));
    let group = groups.get(key);
    if (group === undefined)
      groups.set(key, (group = { name: key, objects: 0, bytes: 0, retained: 0, node }));
    group.objects++;
    group.bytes += nodes.selfSizes[node]!;
    if (!inside.has(node, key)) group.retained += retainedSizes[node]!;
    if (retainedSizes[node]! > retainedSizes[group.node]!) group.node = node;
  }
  return [...groups.values()].toSorted((a, b) => b.retained - a.retained);
}

/** Remembers the classes on the way down the dominator tree, so far as they can hold others: 12 dominators up. */
class ClassAncestors {
  readonly #dominators: Uint32Array;
  readonly #classes: Uint16Array;
  readonly #codes = new Map<string, number>();

  constructor(dominators: Uint32Array) {
    this.#dominators = dominators;
    this.#classes = new Uint16Array(dominators.length);
  }

  /** Whether one of the nearest dominators of a node is of the class; enters the node. */
  has(node: number, key: string): boolean {
    let code = this.#codes.get(key);
    if (code === undefined) this.#codes.set(key, (code = Math.min(0xffff, this.#codes.size + 1)));
    this.#classes[node] = code;
    let at = node;
    for (let step = 0; step < NEAREST; step++) {
      const dominator = this.#dominators[at]!;
      if (dominator === at || dominator === 0) return false;
      if (this.#classes[dominator] === code) return true;
      at = dominator;
    }
    return false;
  }
}

const NEAREST = 12;

function classCode(type: number, name: number): number {
  return type === NodeType.object || type === NodeType.native ? name * 16 + type : -1 - type;
}

const typeNames: Readonly<Record<number, string>> = {
  [NodeType.hidden]: "(V8's own)",
  [NodeType.array]: "(stores of arrays and tables)",
  [NodeType.string]: "(strings)",
  [NodeType.code]: "(code)",
  [NodeType.closure]: "(functions)",
  [NodeType.regexp]: "RegExp",
  [NodeType.number]: "(numbers)",
  [NodeType.concatenatedString]: "(strings put together)",
  [NodeType.slicedString]: "(parts of strings)",
  [NodeType.symbol]: "(symbols)",
  [NodeType.bigint]: "(bigints)",
  [NodeType.objectShape]: "(hidden classes)",
};

function className(type: number, name: string): string {
  if (type === NodeType.object)
    return name.startsWith("system / Context") ? "(scopes of functions)" : name || "(no class)";
  return typeNames[type] ?? name;
}

/** What is reached best through each variable of each module: every byte is booked once, by its retaining path. */
export function bytesByVariable(where: Paths): Retention[] {
  return booked(where, anchorsOf(where), (node) => String(node));
}

/** The same by the script whose variables lead there; "" for what no script's variable leads to. */
export function bytesByScript(where: Paths): Retention[] {
  const scripts = new Map<number, string>();
  return booked(where, anchorsOf(where), (node) => {
    const scope = startOf(where, node);
    const known = scripts.get(scope);
    if (known !== undefined) return known;
    const script = scriptOfScope(where, scope);
    scripts.set(scope, script);
    return script;
  });
}

function startOf({ paths }: Paths, node: number): number {
  let at = node;
  while (paths.parents[at] !== at) at = paths.parents[at]!;
  return at;
}

function scriptOfScope({ heap, scopes }: Paths, scope: number): string {
  if (heap.isContext(scope)) return scopes.scriptOfContext(scope);
  if (!isModuleRecord(heap, scope)) return "";
  const made = scopes.functionOfModule(scope);
  return made < 0 ? "" : scopes.scriptOf(made);
}

/** For each node the first one on its path that a variable or root holds. */
function anchorsOf(where: Paths): Uint32Array {
  const { parents } = where.paths;
  const anchors = new Uint32Array(parents.length);
  const way: number[] = [];
  for (let node = 0; node < anchors.length; node++) {
    let at = node;
    while (anchors[at] === 0 && parents[at] !== at && !isStart(where, parents[at]!)) {
      way.push(at);
      at = parents[at]!;
    }
    const anchor = anchors[at] === 0 ? at : anchors[at]!;
    anchors[at] = anchor;
    for (const each of way) anchors[each] = anchor;
    way.length = 0;
  }
  return anchors;
}

/** Whether a path starts at a node; the table and cells of a module's exports are part of its record. */
function isStart({ heap, paths }: Paths, node: number): boolean {
  const { parents } = paths;
  let at = node;
  for (let step = 0; step < 3; step++) {
    if (parents[at] === at) return step === 0 || isModuleRecord(heap, at);
    if (!heap.isBackingStore(at)) return false;
    at = parents[at]!;
  }
  return false;
}

function booked(where: Paths, anchors: Uint32Array, keyOf: (anchor: number) => string): Retention[] {
  const { selfSizes } = where.heap.snapshot.nodes;
  const retained = where.heap.graph.retainedSizes;
  const bytes = new Float64Array(anchors.length);
  const objects = new Uint32Array(anchors.length);
  for (let node = 0; node < anchors.length; node++) {
    const anchor = anchors[node]!;
    bytes[anchor] = bytes[anchor]! + selfSizes[node]!;
    objects[anchor] = objects[anchor]! + 1;
  }
  const groups = new Map<string, { -readonly [K in keyof Retention]: Retention[K] }>();
  for (let anchor = 0; anchor < anchors.length; anchor++) {
    if (objects[anchor] === 0) continue;
    const name = keyOf(anchor);
    const group = groups.get(name) ?? { name, objects: 0, bytes: 0, retained: 0, node: anchor };
    group.objects += objects[anchor]!;
    group.bytes += bytes[anchor]!;
    group.retained += retained[anchor]!;
    if (bytes[anchor]! > bytes[group.node]!) group.node = anchor;
    groups.set(name, group);
  }
  return [...groups.values()].toSorted((a, b) => b.bytes - a.bytes);
}

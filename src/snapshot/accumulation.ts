import { collectionAt, type Collection } from "./collection.ts";
import { NodeType } from "./model.ts";
import type { Paths } from "./path-steps.ts";

/** An object under which memory has piled up: it retains much, and no single thing below it does. */
export interface Accumulation {
  readonly node: number;
  readonly retained: number;
  /** Share of the whole heap. */
  readonly share: number;
  readonly collection: Collection | null;
  /** The class of which most of what it directly keeps is, how many of these there are, and their bytes. */
  readonly mostly: { readonly name: string; readonly count: number; readonly retained: number } | null;
}

/** From one object to the largest thing it dominates the bytes must drop to this share (Eclipse MAT's `big_drop_ratio`). */
const BIG_DROP = 0.7;

/**
 * Accumulation points in the sense of Eclipse MAT's leak suspects: going down the dominator tree from each large object, the first
 * one whose largest child is far smaller than itself. `leastShare` is of the whole heap. Largest first.
 */
export function accumulationPoints(where: Paths, leastShare: number): Accumulation[] {
  const { heap } = where;
  const { dominators, order, retainedSizes } = heap.graph;
  const total = retainedSizes[0]!;
  const least = total * leastShare;
  const largest = new Uint32Array(dominators.length);
  for (const node of order) {
    if (node === 0) continue;
    const dominator = dominators[node]!;
    const known = largest[dominator]!;
    if (known === 0 || retainedSizes[node]! > retainedSizes[known]!) largest[dominator] = node;
  }
  const points = new Set<number>();
  for (const node of order) {
    if (retainedSizes[node]! < least || isFrame(where, node)) continue;
    const child = largest[node]!;
    if (child !== 0 && retainedSizes[child]! >= BIG_DROP * retainedSizes[node]!) continue;
    points.add(named(where, node));
  }
  return [...points]
    .map((node) => ({
      node,
      retained: retainedSizes[node]!,
      share: retainedSizes[node]! / total,
      collection: collectionAt(heap, node),
      mostly: mostOf(where, node),
    }))
    .toSorted((a, b) => b.retained - a.retained);
}

/** What holds a program together rather than its data: roots, the global object, scopes, modules, code. */
function isFrame({ heap }: Paths, node: number): boolean {
  const type = heap.types[node];
  if (type === NodeType.synthetic || type === NodeType.code || type === NodeType.objectShape) return true;
  if (heap.isContext(node) || type === NodeType.closure) return true;
  return /^(?:system \/|global|Module$|BuiltinModule$|ModuleMap$)/u.test(heap.name(node));
}

/** The collection that a backing store belongs to. */
function named({ heap, paths }: Paths, node: number): number {
  let at = node;
  for (let step = 0; step < 6 && heap.isBackingStore(at) && paths.parents[at] !== at; step++)
    at = paths.parents[at]!;
  return at;
}

function mostOf({ heap }: Paths, node: number): Accumulation["mostly"] {
  const { dominators, retainedSizes } = heap.graph;
  const stores = new Set([node, heap.internal(node, "table"), heap.internal(node, "elements")]);
  const classes = new Map<string, { count: number; retained: number }>();
  for (let child = 0; child < dominators.length; child++) {
    if (!stores.has(dominators[child]!) || stores.has(child) || heap.types[child] !== NodeType.object)
      continue;
    const name = heap.name(child);
    const known = classes.get(name);
    if (known === undefined) classes.set(name, { count: 1, retained: retainedSizes[child]! });
    else {
      known.count++;
      known.retained += retainedSizes[child]!;
    }
  }
  const [first] = [...classes].toSorted((a, b) => b[1].retained - a[1].retained);
  return first === undefined ? null : { name: first[0], ...first[1] };
}

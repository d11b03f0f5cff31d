import type { Heap } from "./heap.ts";
import { NodeType } from "./model.ts";

/**
 * How many objects of the kind of one node there are among those that another dominates, itself included: of one class, of
 * plain objects those with the same fields, of functions those of the same source, of prototypes those that have one each, of
 * texts that are put together the pieces. One pass over the snapshot.
 */
export function countOfKind(sampleHeap: Heap, sample: number, heap: Heap, within: number): number {
  const isSame = kindOf(sampleHeap, sample, heap);
  const inside = new Uint8Array(heap.snapshot.nodes.count);
  inside[within] = 1;
  let count = isSame(within) ? 1 : 0;
  const { order, dominators } = heap.graph;
  for (const node of order) {
    if (node === within || node === 0 || inside[dominators[node]!] === 0) continue;
    inside[node] = 1;
    if (isSame(node)) count++;
  }
  return count;
}

/** Objects looked at to see whether there are many of a kind. */
const MOST_VISITED = 5000;

/** Whether an object dominates so many of one kind, as far as its nearest parts show. */
export function hasManyOfKind(heap: Heap, sample: number, within: number, fewest: number): boolean {
  const isSame = kindOf(heap, sample, heap);
  const { dominators } = heap.graph;
  const seen = new Set([within]);
  let count = 0;
  for (const node of seen) {
    if (isSame(node) && ++count >= fewest) return true;
    for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
      if (seen.size >= MOST_VISITED) break;
      const target = heap.target(edge);
      if (seen.has(dominators[target]!)) seen.add(target);
    }
  }
  return false;
}

function kindOf(sampleHeap: Heap, sample: number, heap: Heap): (node: number) => boolean {
  const type = sampleHeap.types[sample]!;
  if (type === NodeType.concatenatedString) return (node) => heap.types[node] === type;
  if (type === NodeType.closure) {
    const source = idOf(sampleHeap, sampleHeap.internal(sample, "shared"));
    return (node) => heap.types[node] === type && idOf(heap, heap.internal(node, "shared")) === source;
  }
  if (isOnlyPrototype(sampleHeap, sample)) return (node) => isOnlyPrototype(heap, node);
  const name = heap.word(sampleHeap.name(sample));
  const { names } = heap.snapshot.nodes;
  if (sampleHeap.name(sample) !== "Object" || type !== NodeType.object)
    return (node) => heap.types[node] === type && names[node] === name;
  const fields = fieldsOf(sampleHeap, sample);
  return (node) => heap.types[node] === type && names[node] === name && fieldsOf(heap, node) === fields;
}

/** Objects keep their hidden class's id from snapshot to snapshot, but fields are what a programmer means. */
function fieldsOf(heap: Heap, node: number): number {
  return idOf(heap, heap.internal(node, "map"));
}

function idOf(heap: Heap, node: number): number {
  return node < 0 ? -1 : heap.snapshot.nodes.ids[node]!;
}

/** Whether an object is alive as the prototype of one other. */
function isOnlyPrototype(heap: Heap, node: number): boolean {
  const dominator = heap.graph.dominators[node]!;
  return (
    heap.types[node] === NodeType.object &&
    heap.types[dominator] === NodeType.object &&
    heap.property(dominator, "__proto__") === node
  );
}

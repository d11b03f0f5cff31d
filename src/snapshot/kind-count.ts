import type { Heap } from "./heap.ts";
import { NodeType } from "./model.ts";

/**
 * How many objects of the kind of one node there are among those that another dominates, itself included: of one class, of
 * plain objects those with the same fields, of texts that are put together the pieces. One pass over the snapshot.
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

function kindOf(sampleHeap: Heap, sample: number, heap: Heap): (node: number) => boolean {
  const type = sampleHeap.types[sample]!;
  if (type === NodeType.concatenatedString) return (node) => heap.types[node] === type;
  const name = heap.word(sampleHeap.name(sample));
  const { names } = heap.snapshot.nodes;
  if (sampleHeap.name(sample) !== "Object" || type !== NodeType.object)
    return (node) => heap.types[node] === type && names[node] === name;
  const fields = fieldsOf(sampleHeap, sample);
  return (node) => heap.types[node] === type && names[node] === name && fieldsOf(heap, node) === fields;
}

/** Objects keep their hidden class's id from snapshot to snapshot, but fields are what a programmer means. */
function fieldsOf(heap: Heap, node: number): number {
  const map = heap.internal(node, "map");
  return map < 0 ? -1 : heap.snapshot.nodes.ids[map]!;
}

import type { Heap } from "./heap.ts";
import { EdgeType } from "./model.ts";

/** Bytes of an element of the arrays that link slots: by their class. */
const widths: Readonly<Record<string, number>> = { Uint8Array: 1, Uint16Array: 2, Uint32Array: 4 };

/**
 * The number of slots of a table that is made for so many entries: an object with two typed arrays or more and an Array, all of
 * one length, which link the entries in the order of their use, as lru-cache has them. null for all else.
 */
export function slotsOf(heap: Heap, node: number): number | null {
  const typed = new Map<number, number>();
  const plain = new Set<number>();
  for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
    if (heap.edgeType(edge) !== EdgeType.property) continue;
    const field = heap.target(edge);
    const name = heap.name(field);
    const width = widths[name];
    const length = width === undefined ? null : bytesOf(heap, field) / width;
    if (length !== null) typed.set(length, (typed.get(length) ?? 0) + 1);
    else if (name === "Array") plain.add(roomOf(heap, field));
  }
  for (const [length, arrays] of typed) if (length > 1 && arrays > 1 && plain.has(length)) return length;
  return null;
}

function bytesOf(heap: Heap, typedArray: number): number {
  const buffer = heap.internal(typedArray, "buffer");
  const store = buffer < 0 ? -1 : heap.internal(buffer, "backing_store");
  return store < 0 ? 0 : heap.snapshot.nodes.selfSizes[store]!;
}

/** Two slots' worth of a store are its header. */
function roomOf(heap: Heap, array: number): number {
  const store = heap.internal(array, "elements");
  return store < 0 ? 0 : heap.snapshot.nodes.selfSizes[store]! / heap.slotBytes - 2;
}

import { expect, test } from "vitest";
import { heapText, type TestNode } from "../../test/build/heap-text.ts";
import { collectionAt } from "./collection.ts";
import { buildGraph } from "./heap-graph.ts";
import { Heap } from "./heap.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

/** A function of seven references and a Map of two buckets' room with three entries, in a V8 with references of so many bytes. */
function heapWith(slotBytes: number): Heap {
  const start = 3 + 2;
  const nodes: TestNode[] = [
    { type: "synthetic", name: "", id: 1, edges: [["shortcut", "1", 1]] },
    {
      name: "global",
      id: 3,
      size: 40,
      edges: [
        ["property", "sessions", 2],
        ["property", "use", 4],
      ],
    },
    { name: "Map", id: 5, size: 4 * slotBytes, edges: [["internal", "table", 3]] },
    {
      type: "array",
      name: "",
      id: 7,
      size: (2 + 3 + 2 * (1 + 2 * 3)) * slotBytes,
      edges: [0, 1, 2].map((entry) => ["internal", String(start + 3 * entry), 5] as const),
    },
    { type: "closure", name: "use", id: 9, size: 7 * slotBytes, edges: [] },
    { type: "string", name: "key", id: 11, size: 16, edges: [] },
  ];
  const reader = new SnapshotReader();
  reader.push(new TextEncoder().encode(heapText(nodes)));
  return new Heap(buildGraph(reader.finish()));
}

test.each([8, 4])("the entries of a Map are counted where a reference has %i bytes", (slotBytes) => {
  const heap = heapWith(slotBytes);
  expect(heap.slotBytes).toBe(slotBytes);
  expect(collectionAt(heap, 2)).toEqual({ shape: "Map", entries: 3, capacity: 4, store: 3 });
});

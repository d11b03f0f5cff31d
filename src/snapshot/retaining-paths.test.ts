import { expect, test } from "vitest";
import { heapText, type TestNode } from "../../test/build/heap-text.ts";
import { buildGraph } from "./heap-graph.ts";
import { Heap } from "./heap.ts";
import { retainingPaths } from "./retaining-paths.ts";
import { Scopes } from "./scopes.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

function pathsOf(nodes: readonly TestNode[]): Uint32Array {
  const reader = new SnapshotReader();
  reader.push(new TextEncoder().encode(heapText(nodes)));
  const heap = new Heap(buildGraph(reader.finish()));
  return retainingPaths(heap, new Scopes(heap)).parents;
}

const LINKS = 200;
const GLOBAL = 1;
const STACK = 2;
const FIRST = 3;
const ALONE = FIRST + LINKS;

/** A global list, whose link at `inUse` a running function has at hand, with an object that only it has. */
function list(inUse: number): TestNode[] {
  return [
    {
      type: "synthetic",
      name: "",
      id: 1,
      edges: [
        ["shortcut", "1", GLOBAL],
        ["element", 2, STACK],
      ],
    },
    { name: "global", id: 3, size: 40, edges: [["property", "newest", FIRST]] },
    {
      type: "synthetic",
      name: "(Stack roots)",
      id: 5,
      edges: [
        ["internal", "0", FIRST + inUse],
        ["internal", "1", ALONE],
      ],
    },
    ...Array.from({ length: LINKS }, (_, at): TestNode => ({
      name: "Link",
      id: 7 + 2 * at,
      size: 32,
      edges: [
        ...(at + 1 < LINKS ? [["property", "next", FIRST + at + 1] as const] : []),
        ...(at > 0 ? [["property", "previous", FIRST + at - 1] as const] : []),
      ],
    })),
    { name: "Request", id: 7 + 2 * LINKS, size: 32, edges: [] },
  ];
}

test.each([5, 100, 199])("a list begins where it is named, not at link %i, which is in use", (inUse) => {
  const parents = pathsOf(list(inUse));
  expect(parents[FIRST]).toBe(GLOBAL);
  for (let at = 1; at < LINKS; at++) expect(parents[FIRST + at]).toBe(FIRST + at - 1);
});

test("what only a running function has is reached through the stack", () => {
  expect(pathsOf(list(100))[ALONE]).toBe(STACK);
});

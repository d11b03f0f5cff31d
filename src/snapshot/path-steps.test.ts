import { expect, test } from "vitest";
import { heapText, type TestNode } from "../../test/build/heap-text.ts";
import { buildGraph } from "./heap-graph.ts";
import { pathsOf, stepsTo } from "./path-steps.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

const FIELDS = 60;
const OBJECT = 2;
const FIRST = 3;

/** What the steps to the first property of an object are called that has sixty, so many of them functions. */
function stepsWith(methods: number): string[] {
  const nodes: TestNode[] = [
    { type: "synthetic", name: "", id: 1, edges: [["shortcut", "1", 1]] },
    { name: "global", id: 3, size: 40, edges: [["property", "app", OBJECT]] },
    {
      name: "Object",
      id: 5,
      size: 500,
      edges: Array.from({ length: FIELDS }, (_, at) => ["property", `field${at}`, FIRST + at] as const),
    },
    ...Array.from({ length: FIELDS }, (_, at): TestNode => ({
      type: at < FIELDS - methods ? "object" : "closure",
      name: "Object",
      id: 7 + 2 * at,
      size: 32,
    })),
  ];
  const reader = new SnapshotReader();
  reader.push(new TextEncoder().encode(heapText(nodes)));
  return stepsTo(pathsOf(buildGraph(reader.finish())), FIRST).map(({ kind, name }) => `${kind} ${name}`);
}

test.each([
  ["an entry, where most are alike", 5, ["global app", "element "]],
  ["a field, where most are methods", 50, ["global app", "property field0"]],
])("one of sixty properties is %s", (_what, methods, steps) => {
  expect(stepsWith(methods)).toEqual(steps);
});

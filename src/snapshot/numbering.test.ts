import { expect, test } from "vitest";
import { heapText } from "../../test/build/heap-text.ts";
import type { Graph } from "./graph.ts";
import { buildGraph } from "./heap-graph.ts";
import { isOlder } from "./numbering.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

function graphWith(...ids: readonly number[]): Graph {
  const reader = new SnapshotReader();
  const objects = ids.map((id, at) => ({ name: `Object${at}`, id, size: 16 }));
  const edges = ids.map((_, at) => ["shortcut", String(at), at + 1] as const);
  reader.push(
    new TextEncoder().encode(heapText([{ type: "synthetic", name: "", id: 1, edges }, ...objects])),
  );
  return buildGraph(reader.finish());
}

test.each<[what: string, after: readonly number[], older: boolean]>([
  ["has newer objects", [5, 103], false],
  ["is the same", [5, 101], false],
  ["has lost its newest and has no newer", [5, 99], true],
  ["has a large number that is not V8's own", [5, 99, 1_000_000], true],
])("a snapshot that %s is the older one or not", (_what, after, older) => {
  expect(isOlder(graphWith(...after), graphWith(5, 101))).toBe(older);
});

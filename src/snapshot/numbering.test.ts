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

const ids = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => from + 2 * at);

test.each<[what: string, after: readonly number[], older: boolean]>([
  ["has newer objects", ids(5, 60), false],
  ["is the same", ids(5, 40), false],
  ["has lost what was newest", ids(5, 39), false],
  ["lacks all that came last", ids(5, 20), true],
  ["lacks it, but for a number that is not V8's own", [...ids(5, 20), 1_000_000], true],
])("a snapshot that %s is the older one or not", (_what, after, older) => {
  expect(isOlder(graphWith(...after), graphWith(...ids(5, 40)))).toBe(older);
});

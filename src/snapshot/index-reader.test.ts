import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heapText, type TestNode } from "../../test/build/heap-text.ts";
import { packColumn, unpackColumn } from "./column-codec.ts";
import type { Graph } from "./graph.ts";
import { buildGraph } from "./heap-graph.ts";
import { openIndex } from "./index-reader.ts";
import { indexBytes, type IndexOptions } from "./index-writer.ts";
import { SnapshotError } from "./snapshot-error.ts";
import { SnapshotReader } from "./snapshot-reader.ts";

function graphOf(nodes: readonly TestNode[]): Graph {
  const reader = new SnapshotReader();
  reader.push(new TextEncoder().encode(heapText(nodes, { locations: [14, 5, 1, 2] })));
  return buildGraph(reader.finish());
}

function indexOf(graph: Graph, options?: IndexOptions): Uint8Array {
  return Uint8Array.from([...indexBytes(graph, options)].flatMap((bytes) => Array.from(bytes)));
}

function open(bytes: Uint8Array): Graph {
  return openIndex({ bytes: bytes.length, read: (at, length) => bytes.slice(at, at + length) }).graph;
}

/** Everything a graph can be asked. */
function plain({ snapshot, ...graph }: Graph, all: Graph): unknown {
  const { nodes, edges, strings, locations } = snapshot;
  return {
    header: snapshot.header,
    types: nodes.types,
    names: nodes.names,
    ids: nodes.ids,
    selfSizes: nodes.selfSizes,
    firstEdges: nodes.firstEdges,
    detachedness: nodes.detachedness,
    ends: edges.ends,
    edgeNames: edges.names,
    strings: Array.from({ length: strings.count }, (_, i) => strings.get(i)),
    locations: { ...locations },
    dominators: [...all.dominators],
    retained: [...all.retainedSizes],
    shallow: [...all.shallowSizes],
    reachable: new Set(all.order.subarray(0, all.reachableCount)),
    graph: Object.keys(graph).length > -1,
  };
}

const heap = fc
  .array(
    fc.record({
      size: fc.oneof(fc.nat(200), fc.constantFrom(2 ** 31, 2 ** 33)),
      name: fc.string({ maxLength: 5 }),
      id: fc.nat(2 ** 31),
      edges: fc.array(
        fc.tuple(fc.constantFrom("property", "weak", "element"), fc.integer({ min: 1, max: 9 })),
        {
          maxLength: 4,
        },
      ),
    }),
    { minLength: 3, maxLength: 10 },
  )
  .map((nodes) =>
    nodes.map(({ edges, ...node }, i): TestNode => ({
      ...node,
      type: i === 0 ? "synthetic" : "object",
      edges: edges
        .filter(([, to]) => to < nodes.length)
        .map(([type, to]) => (type === "element" ? ["element", to, to] : [type as "property", `e${to}`, to])),
    })),
  );

test("a column comes back as it was", () => {
  const value = fc.oneof(
    fc.nat(300),
    fc.nat(70_000),
    fc.nat(2 ** 25),
    fc.integer({ min: 2 ** 31, max: 2 ** 32 - 1 }),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(value, fc.constantFrom(5, 2 ** 32 - 1)), { maxLength: 200 }), (values) => {
      const column = Uint32Array.from(values);
      expect(unpackColumn(packColumn(column))).toEqual(column);
    }),
    { numRuns: 500 },
  );
});

test("an index answers everything as the snapshot does", () => {
  fc.assert(
    fc.property(heap, (nodes) => {
      const graph = graphOf(nodes);
      const opened = open(indexOf(graph));
      expect(plain(opened, opened)).toEqual(plain(graph, graph));
    }),
    { numRuns: 150 },
  );
});

describe("an index that is not whole is told, never read", () => {
  const graph = graphOf([
    { type: "synthetic", edges: [["property", "sessions", 1]] },
    { name: "Map", size: 32, edges: [["internal", "table", 2]] },
    { type: "array", size: 100 },
  ]);
  const bytes = indexOf(graph);

  test("cut off anywhere", () => {
    for (let length = 0; length < bytes.length; length++)
      expect(() => open(bytes.subarray(0, length)), `${length} bytes`).toThrow(SnapshotError);
  });

  test("with any byte changed that something depends on", () => {
    const right = plain(open(bytes), open(bytes));
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at]! ^= 0x11;
      let answer: unknown = null;
      try {
        const opened = open(changed);
        answer = plain(opened, opened);
      } catch (error) {
        expect(error, `byte ${at}`).toBeInstanceOf(SnapshotError);
        continue;
      }
      // Only the bytes between two parts mean nothing.
      expect(answer, `byte ${at}`).toEqual(right);
    }
  });

  test("of another version", () => {
    const later = bytes.slice();
    later[7] = 2;
    expect(() => open(later)).toThrow("it is of version 2, this is version 1: delete it");
  });
});

test("redacted, it keeps the names of code and none of the texts, numbers and dictionary keys", () => {
  const keys = Array.from({ length: 100 }, (_, i) => ["property", `customer ${i}`, 4] as const);
  const graph = graphOf([
    {
      type: "synthetic",
      edges: [
        ["property", "accounts", 1],
        ["shortcut", "global", 5],
      ],
    },
    {
      name: "Account",
      edges: [
        ["property", "password", 2],
        ["property", "limit", 3],
        ["property", "byName", 4],
        ["property", "ann@example.org", 3],
        ["property", "Ann Smith", 3],
        ["property", "<symbol of Ann>", 3],
        ["property", "<symbol app.registry>", 3],
        ["internal", "1 / part of key (Account @3) -> value (hunter2 @5) pair in WeakMap (table @7)", 3],
      ],
    },
    { type: "string", name: "hunter2 is secret" },
    { type: "number", name: "4711" },
    { name: "Object", edges: keys },
    { name: "global / ", edges: keys.map((_, i) => ["property", `variable${i}`, 1] as const) },
  ]);
  const { strings } = open(indexOf(graph, { redact: true })).snapshot;
  const texts = Array.from({ length: strings.count }, (_, i) => strings.get(i));
  expect(texts).toEqual(expect.arrayContaining(["Account", "password", "byName", "variable7", "<17 bytes>"]));
  expect(texts).toContain("<symbol app.registry>");
  expect(texts).toContain("1 / part of key (Account @3) -> value (<7 bytes> @5) pair in WeakMap (table @7)");
  expect(texts.join("\n")).not.toMatch(/hunter2|4711|customer|ann@|Smith|of Ann/u);
  const file = new TextDecoder("latin1").decode(indexOf(graph, { redact: true }));
  expect(file).not.toMatch(/hunter2|customer|ann@|Smith|of Ann/u);
});

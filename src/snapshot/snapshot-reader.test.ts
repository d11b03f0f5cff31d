import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heapText, NODE_20_FIELDS, type HeapTextOptions, type TestNode } from "../../test/build/heap-text.ts";
import { buildGraph } from "./heap-graph.ts";
import { edgeTarget, edgeType, EdgeType, type Snapshot } from "./model.ts";
import { SnapshotError } from "./snapshot-error.ts";
import { SnapshotReader, type ReadOptions } from "./snapshot-reader.ts";

const heap: readonly TestNode[] = [
  {
    type: "synthetic",
    name: "",
    edges: [
      ["shortcut", "global", 1],
      ["element", 7, 2],
    ],
  },
  {
    type: "object",
    name: 'global / \u00e9\n"quoted" \u{1f600}',
    size: 128,
    edges: [["property", "sessions", 3]],
  },
  { type: "synthetic", name: "(GC roots)", edges: [["weak", "gone", 1]] },
  { type: "object", name: "Map", size: 32, id: 4_000_000_001, edges: [["internal", "table", 4]] },
  { type: "array", name: "", size: 5_000_000_000 },
];
const text = heapText(heap, { locations: [21, 9, 3, 14] });

function read(source: string | Uint8Array, options: ReadOptions = {}, chunk = Infinity): Snapshot {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  const reader = new SnapshotReader(options);
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.subarray(at, at + chunk));
  return reader.finish();
}

/** Everything in a snapshot, as plain values. */
function plain(snapshot: Snapshot): unknown {
  const { header, nodes, edges, strings, locations } = snapshot;
  return {
    header: { ...header, fileBytes: 0 },
    nodes: Array.from({ length: nodes.count }, (_, i) => [
      header.nodeTypes[nodes.types[i]!],
      strings.get(nodes.names[i]!),
      nodes.ids[i],
      nodes.selfSizes[i],
      nodes.firstEdges[i],
    ]),
    edges: Array.from(edges.ends, (end, i) => [edgeType(end), edgeTarget(end), edges.names[i]]),
    strings: Array.from({ length: strings.count }, (_, i) => strings.get(i)),
    locations: [...locations.nodes, ...locations.scriptIds, ...locations.lines, ...locations.columns],
  };
}

function failure(source: string | Uint8Array, options: ReadOptions = {}): string {
  try {
    read(source, options);
  } catch (error) {
    if (error instanceof SnapshotError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "no error";
}

test("nodes, edges, strings and locations are what the file says", () => {
  const snapshot = read(text);
  expect(plain(snapshot)).toMatchObject({
    header: { nodeCount: 5, edgeCount: 5 },
    nodes: [
      ["synthetic", "", 1, 0, 0],
      ["object", 'global / \u00e9\n"quoted" \u{1f600}', 3, 128, 2],
      ["synthetic", "(GC roots)", 5, 0, 3],
      ["object", "Map", 4_000_000_001, 32, 4],
      ["array", "", 9, 5_000_000_000, 5],
    ],
    locations: [3, 9, 3, 14],
  });
  expect([...snapshot.edges.ends].map(edgeType)).toEqual([
    EdgeType.shortcut,
    EdgeType.element,
    EdgeType.property,
    EdgeType.weak,
    EdgeType.internal,
  ]);
  expect(snapshot.strings.find("sessions")).toBeGreaterThan(0);
  expect(snapshot.strings.get(snapshot.strings.find('global / \u00e9\n"quoted" \u{1f600}'))).toContain(
    "quoted",
  );
  expect(snapshot.strings.find("not there")).toBe(-1);
});

test("a location without a position, which newer versions write as -1, is left out", () => {
  const { locations } = read(heapText(heap, { locations: [21, 9, 3, 14, 7, 9, -1, -1] }));
  expect([...locations.nodes]).toEqual([3]);
});

describe("the layouts of all versions read alike", () => {
  const fields24 = NODE_20_FIELDS.filter((field) => field !== "trace_node_id");
  test.each<[string, HeapTextOptions]>([
    ["without line feeds, without trace_node_id", { nodeFields: fields24, separator: "" }],
    ["with white space everywhere", { separator: " \r\n\t " }],
    ["with the fields in another order", { nodeFields: [...NODE_20_FIELDS].toReversed() }],
    [
      "with members that only a later version knows",
      { extra: '\n"scopes":[[1,{"a":"]"}],2],"flag":true,"text":"}",' },
    ],
  ])("%s", (_, options) => {
    const locations = [(options.nodeFields?.length ?? 7) * 3, 9, 3, 14];
    expect(plain(read(heapText(heap, { ...options, locations })))).toEqual(plain(read(text)));
  });
});

test("it does not matter in which pieces the bytes come, nor how small the window is", () => {
  const many = Array.from({ length: 400 }, (_, i): TestNode => ({
    type: i === 0 ? "synthetic" : "object",
    name: `text ${i} `.repeat(i % 40),
    size: i * 1000,
    edges: i === 0 ? Array.from({ length: 399 }, (_edge, to) => ["element", to, to + 1] as const) : [],
  }));
  const file = heapText(many);
  const whole = plain(read(file));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.constantFrom(4096, 5000, 1 << 16),
      (chunk, windowBytes) => {
        expect(plain(read(file, { windowBytes }, chunk))).toEqual(whole);
      },
    ),
    { numRuns: 40 },
  );
});

describe("what is no whole snapshot is told in one line", () => {
  test("an empty file", () => {
    expect(failure("")).toBe(
      "snapshot-empty: empty (0 bytes): take it again with memory to spare, as the process was ended before the first byte was written, which is what running out of memory during a snapshot leaves behind",
    );
  });

  test("a file cut off anywhere", () => {
    const bytes = new TextEncoder().encode(text);
    const end = bytes.lastIndexOf("]".charCodeAt(0));
    for (let length = 1; length <= end; length++)
      expect(failure(bytes.subarray(0, length)), `${length} bytes`).toMatch(
        /^snapshot-truncated: cut off: it ends after \d+ bytes, in its /u,
      );
    expect(failure(bytes.subarray(0, end + 1))).toBe("no error");
  });

  test("a file that announces more than it can hold is refused before memory is taken", () => {
    const file = text.replace('"node_count":5', '"node_count":500000000');
    expect(failure(file, { fileBytes: file.length })).toMatch(
      /^snapshot-truncated: cut off: it announces 500000000 nodes/u,
    );
  });

  test.each([
    ["zeroes", "\0".repeat(5000), "snapshot-not-one: not a heap snapshot: it begins with zero bytes"],
    ["a profile", '{"head":{"id":1}}', "as in an allocation profile (.heapprofile)"],
    ["another text", "hello", 'it begins with "hello"'],
    ["a description without fields", '{"snapshot":{"meta":{}}}', "snapshot.meta.node_fields is not a list"],
    [
      "too many nodes",
      text.replace('"node_count":5', '"node_count":4'),
      "node 4 is one more than the 4 announced",
    ],
    [
      "too few edges",
      text.replace('"edge_count":5', '"edge_count":6'),
      "its nodes have 5 edges where 6 are announced",
    ],
    ["an edge to the middle of a node", text.replace(",21\n", ",22\n"), "leads to 22, where no node begins"],
    ["an edge of no type", text.replace("[5,", "[9,"), "edge 0 is of type 9"],
    ["a letter among numbers", text.replace("\n,9,", "\n,x,"), '"x" where a number should be'],
    ["a string that is not there", text.replace('"sessions",', ""), "damaged: something is named by string"],
    ["no strings", text.replace('"strings"', '"words"'), "it has no strings"],
  ])("%s", (_, file, message) => {
    expect(failure(file)).toContain(message);
  });

  test("bytes changed at random give an error or a snapshot that can be used, never anything else", () => {
    const bytes = new TextEncoder().encode(text);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.constantFrom(...Array.from('0159,:[]{}" \\\n-x\0'))), {
          minLength: 1,
          maxLength: 4,
        }),
        (changes) => {
          const changed = bytes.slice();
          for (const [at, character] of changes) changed[at] = character.charCodeAt(0);
          let snapshot: Snapshot;
          try {
            snapshot = read(changed, { fileBytes: changed.length });
          } catch (error) {
            expect(error).toBeInstanceOf(SnapshotError);
            expect((error as Error).message).not.toMatch(/[\n\r]/u);
            return;
          }
          const graph = buildGraph(snapshot);
          expect(graph.order.length).toBe(snapshot.nodes.count);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

import { EDGE_TYPES, NODE_TYPES } from "../../src/snapshot/model.ts";

/** An object of a heap made for a test. */
export interface TestNode {
  readonly type?: (typeof NODE_TYPES)[number];
  readonly name?: string;
  readonly size?: number;
  readonly id?: number;
  readonly edges?: readonly TestEdge[];
}

/** A reference: its type, its name or number, and the position of the node that it leads to. */
export type TestEdge = readonly [type: (typeof EDGE_TYPES)[number], name: string | number, to: number];

/** How to write a heap: the layouts and the white space that V8 versions differ in. */
export interface HeapTextOptions {
  readonly nodeFields?: readonly string[];
  readonly separator?: string;
  readonly locations?: readonly number[];
  readonly extra?: string;
}

export const NODE_20_FIELDS = [
  "type",
  "name",
  "id",
  "self_size",
  "edge_count",
  "trace_node_id",
  "detachedness",
] as const;

/** A heap snapshot as V8 would write it; the first node is the root. */
export function heapText(nodes: readonly TestNode[], options: HeapTextOptions = {}): string {
  const { nodeFields = NODE_20_FIELDS, separator = "\n", locations = [], extra = "" } = options;
  const strings: string[] = ["<dummy>"];
  const places = new Map<string, number>();
  const string = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, strings.length);
    return strings.push(text) - 1;
  };
  const nodeRows = nodes.map((node, i) => {
    const values: Record<string, number> = {
      type: NODE_TYPES.indexOf(node.type ?? "object"),
      name: string(node.name ?? `n${i}`),
      id: node.id ?? i * 2 + 1,
      self_size: node.size ?? 0,
      edge_count: node.edges?.length ?? 0,
    };
    return nodeFields.map((field) => values[field] ?? 0).join(",");
  });
  const edgeRows = nodes.flatMap((node) =>
    (node.edges ?? []).map(([type, name, to]) => {
      const named = typeof name === "number" ? name : string(name);
      return [EDGE_TYPES.indexOf(type), named, to * nodeFields.length].join(",");
    }),
  );
  const snapshot = {
    meta: {
      node_fields: nodeFields,
      node_types: nodeFields.map((field) => (field === "type" ? NODE_TYPES : "number")),
      edge_fields: ["type", "name_or_index", "to_node"],
      edge_types: [EDGE_TYPES, "string_or_number", "node"],
      location_fields: ["object_index", "script_id", "line", "column"],
    },
    node_count: nodeRows.length,
    edge_count: edgeRows.length,
    trace_function_count: 0,
  };
  const array = (name: string, rows: readonly string[]): string =>
    `"${name}":[${rows.join(`${separator},`)}${separator}]`;
  return `{"snapshot":${JSON.stringify(snapshot)},
${array("nodes", nodeRows)},
${array("edges", edgeRows)},
"trace_function_infos":[],
"trace_tree":[],
"samples":[],${extra}
"locations":[${locations.join(",")}],
"strings":[${strings.map((text) => JSON.stringify(text)).join(",\n")}]}`;
}

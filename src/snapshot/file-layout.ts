import { EDGE_TYPES, EdgeType, EDGE_TARGET_MASK, NODE_TYPES } from "./model.ts";
import { SnapshotError } from "./snapshot-error.ts";

/** How the records of a file are laid out, from its `meta`, and how many there are. */
export interface FileLayout {
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly extraNativeBytes: number;
  /** Numbers per node. */
  readonly nodeWidth: number;
  /** Position of each field in a node's record; -1 where the file has no such field. */
  readonly nodeField: Readonly<Record<NodeField, number>>;
  readonly edgeWidth: number;
  readonly edgeField: Readonly<Record<EdgeField, number>>;
  readonly locationWidth: number;
  readonly locationField: Readonly<Record<LocationField, number>>;
  /** Our code of each of the file's node types, and the names by our codes. */
  readonly nodeTypeCodes: Uint8Array;
  readonly nodeTypes: readonly string[];
  /** Our code of each of the file's edge types. */
  readonly edgeTypeCodes: Uint8Array;
}

type NodeField = "type" | "name" | "id" | "self_size" | "edge_count" | "detachedness";
type EdgeField = "type" | "name_or_index" | "to_node";
type LocationField = "object_index" | "script_id" | "line" | "column";

const MAX_NODE_TYPES = 255;

/** The layout that the value of a file's `snapshot` member describes. */
export function fileLayout(snapshot: unknown): FileLayout {
  const meta = member(snapshot, "meta");
  const nodeFields = fieldNames(meta, "node_fields");
  const edgeFields = fieldNames(meta, "edge_fields");
  const locationFields = Array.isArray(member(meta, "location_fields"))
    ? fieldNames(meta, "location_fields")
    : [];
  const nodeTypes = typeNames(meta, "node_types", nodeFields.indexOf("type"));
  const edgeTypes = typeNames(meta, "edge_types", edgeFields.indexOf("type"));
  const names: string[] = [...NODE_TYPES];
  const position = (fields: string[], name: string): number => fields.indexOf(name);
  return {
    nodeCount: count(snapshot, "node_count", EDGE_TARGET_MASK),
    edgeCount: count(snapshot, "edge_count", 2 ** 32 - 2),
    extraNativeBytes: Number(member(snapshot, "extra_native_bytes")) || 0,
    nodeWidth: nodeFields.length,
    nodeField: {
      type: required(nodeFields, "type"),
      name: required(nodeFields, "name"),
      id: required(nodeFields, "id"),
      self_size: required(nodeFields, "self_size"),
      edge_count: required(nodeFields, "edge_count"),
      detachedness: position(nodeFields, "detachedness"),
    },
    edgeWidth: edgeFields.length,
    edgeField: {
      type: required(edgeFields, "type"),
      name_or_index: required(edgeFields, "name_or_index"),
      to_node: required(edgeFields, "to_node"),
    },
    locationWidth: locationFields.length,
    locationField: {
      object_index: position(locationFields, "object_index"),
      script_id: position(locationFields, "script_id"),
      line: position(locationFields, "line"),
      column: position(locationFields, "column"),
    },
    nodeTypeCodes: Uint8Array.from(nodeTypes, (name) => codeOf(names, name)),
    nodeTypes: names,
    edgeTypeCodes: Uint8Array.from(edgeTypes, (name) => {
      const code = (EDGE_TYPES as readonly string[]).indexOf(name);
      return code === -1 ? EdgeType.unknown : code;
    }),
  };
}

function codeOf(names: string[], name: string): number {
  const known = names.indexOf(name);
  return known === -1 ? names.push(name) - 1 : known;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function fieldNames(meta: unknown, name: string): string[] {
  const fields = member(meta, name);
  if (Array.isArray(fields) && fields.length > 0 && fields.length < 32) return fields.map(String);
  throw notDescribed(`snapshot.meta.${name} is not a list of fields`);
}

function typeNames(meta: unknown, name: string, position: number): string[] {
  const types = member(meta, name);
  const names: unknown = Array.isArray(types) ? types[position] : undefined;
  if (Array.isArray(names) && names.length > 0 && names.length <= MAX_NODE_TYPES - NODE_TYPES.length)
    return names.map(String);
  throw notDescribed(`snapshot.meta.${name} does not list the types`);
}

function required(fields: string[], name: string): number {
  const position = fields.indexOf(name);
  if (position !== -1) return position;
  throw notDescribed(`its records have no field ${name}`);
}

function count(snapshot: unknown, name: string, max: number): number {
  const value = member(snapshot, name);
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0)
    throw notDescribed(`snapshot.${name} is no count`);
  if (value > max)
    throw new SnapshotError("snapshot-too-large", `snapshot.${name} is ${value}: at most ${max} can be read`);
  return value;
}

function notDescribed(what: string): SnapshotError {
  return new SnapshotError(
    "snapshot-not-one",
    `not a V8 heap snapshot: ${what}: give a .heapsnapshot file of Node.js or Chrome`,
  );
}

/** The fewest bytes that the nodes and edges announced can take: a digit and a comma for each number. */
export function leastBytes(layout: FileLayout): number {
  return (layout.nodeCount * layout.nodeWidth + layout.edgeCount * layout.edgeWidth) * 2;
}

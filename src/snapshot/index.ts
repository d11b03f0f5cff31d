export type { Graph } from "./graph.ts";
export {
  EDGE_TARGET_MASK,
  EDGE_TYPE_SHIFT,
  EDGE_TYPES,
  EdgeType,
  edgeTarget,
  edgeType,
  NODE_TYPES,
  NodeType,
  type ByteColumn,
  type EdgeIndex,
  type Edges,
  type Locations,
  type NodeIndex,
  type Nodes,
  type Snapshot,
  type SnapshotHeader,
  type StringIndex,
} from "./model.ts";
export type { SnapshotStrings } from "./snapshot-strings.ts";

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
export { SnapshotError, type SnapshotErrorCode } from "./snapshot-error.ts";
export { SnapshotReader, type ReadOptions } from "./snapshot-reader.ts";
export type { Allocate } from "./columns.ts";
export { buildGraph } from "./heap-graph.ts";
export { balanceOf, type Balance } from "./balance.ts";
export { collectionAt, type Collection, type CollectionShape } from "./collection.ts";
export type { GrowthShape } from "./growing-holder.ts";
export { heapGrowth, type GrowingHolder, type HeapGrowth } from "./growth.ts";
export { Heap } from "./heap.ts";
export { stepsTo, type Paths, type Step } from "./path-steps.ts";
export { retainingPaths, type RetainingPaths } from "./retaining-paths.ts";
export { Scopes, type ScriptPlace } from "./scopes.ts";
export { survivorsOf, type Survivors } from "./survivors.ts";

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
export { collectionAt, type Collection, type CollectionShape } from "./collection.ts";
export type { GrowthShape } from "./growing-holder.ts";
export { heapGrowth, type GrowingHolder, type HeapGrowth, type SuspendedLocal } from "./growth.ts";
export { classPlaces, heldThing, type HeldThing } from "./holder-places.ts";
export { areNumberedAlike, isOlder } from "./numbering.ts";
export { accumulationPoints, type Accumulation } from "./accumulation.ts";
export { collectionCensus, type CountedCollection } from "./collection-census.ts";
export { LAST_MATCH, pathsOf, stepsTo, type Paths, type Step } from "./path-steps.ts";
export { bytesByScript, bytesByVariable, retainedByClass, type Retention } from "./retained-by.ts";
export { retentionProfile } from "./retention-profile.ts";
export { groupedByPath, nodesNamed, type FoundGroup } from "./search.ts";
export { requiredBy } from "./required-by.ts";
export { stringCensus, type CountedString } from "./string-census.ts";
export { Scopes, type ScriptPlace } from "./scopes.ts";
export { stepsToBounded } from "./bounded-owner.ts";
export { slotsOf } from "./slot-table.ts";
export { openConnections } from "./open-connections.ts";
export { waitingTimers, type TimerCallback, type TimerList } from "./waiting-timers.ts";
export { scriptTexts, type ScriptText, type ScriptTexts } from "./script-texts.ts";
export { BackwardEdgeScan } from "./backward-edge-scan.ts";
export type { EdgeColumns } from "./columns.ts";
export type { EdgeHelp } from "./edge-help.ts";
export { type FileLayout } from "./file-layout.ts";
export { Heap } from "./heap.ts";
export { isIndex, openIndex, type IndexFile, type OpenIndex } from "./index-reader.ts";
export { indexBytes, type IndexOptions } from "./index-writer.ts";
export type { IndexDirectory, IndexSource } from "./index-format.ts";
export { distancesOf, NO_DISTANCE, SYSTEM_DISTANCE } from "./distances.ts";

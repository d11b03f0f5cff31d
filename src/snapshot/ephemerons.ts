import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, EdgeType, type Snapshot } from "./model.ts";
import type { SnapshotStrings } from "./snapshot-strings.ts";

/** V8's name of the two edges to a value of a WeakMap: from its key, and from the table. */
const PAIR = /^\d+( \/ part of key \(.*? @\d+\) -> value \(.*? @\d+\) pair in WeakMap \(table @(\d+)\))$/su;
const SHORTEST_PAIR = 60;

/** An edge from the table of a WeakMap to one of its values. */
export interface EphemeronEdge {
  readonly edge: number;
  readonly table: number;
  readonly value: number;
}

/**
 * The edges from the table of a WeakMap to its values, ascending: a value lives as long as its key, which has an edge
 * to it as well, so these keep nothing alive.
 */
export function ephemeronEdges(snapshot: Snapshot): EphemeronEdge[] {
  const { nodes, edges } = snapshot;
  const names = pairNames(snapshot.strings);
  const tables = new Set([...names.values()].map(({ table }) => table));
  const found: EphemeronEdge[] = [];
  for (const table of nodesWithIds(nodes.ids, tables)) {
    for (let edge = nodes.firstEdges[table]!; edge < nodes.firstEdges[table + 1]!; edge++) {
      const end = edges.ends[edge]!;
      if (end >>> EDGE_TYPE_SHIFT !== EdgeType.internal) continue;
      if (names.get(edges.names[edge]!)?.table === nodes.ids[table])
        found.push({ edge, table, value: end & EDGE_TARGET_MASK });
    }
  }
  return found;
}

/** A string that names the two edges of a pair in a WeakMap. */
export interface PairName {
  /** The same for both edges. */
  readonly pair: string;
  /** The id of the table. */
  readonly table: number;
}

/** The strings that name edges of pairs, by their indices. */
export function pairNames(strings: SnapshotStrings): ReadonlyMap<number, PairName> {
  const names = new Map<number, PairName>();
  for (let index = 0; index < strings.count; index++) {
    if (!strings.endsWith(index, SHORTEST_PAIR, ")")) continue;
    const match = PAIR.exec(strings.get(index));
    if (match !== null) names.set(index, { pair: match[1]!, table: Number(match[2]) });
  }
  return names;
}

function nodesWithIds(ids: Uint32Array, wanted: ReadonlySet<number>): number[] {
  if (wanted.size === 0) return [];
  // Nearly no id is wanted; a bit says so faster than the set does.
  const bits = new Uint8Array(1 << 16);
  for (const id of wanted) bits[(id >>> 1) & 0xffff] = 1;
  const nodes: number[] = [];
  for (let node = 0; node < ids.length; node++) {
    const id = ids[node]!;
    if (bits[(id >>> 1) & 0xffff] === 1 && wanted.has(id)) nodes.push(node);
  }
  return nodes;
}

import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, EdgeType, NodeType, type Snapshot } from "./model.ts";

/** Bits of `Incoming.flags`. */
export const IncomingFlag = {
  /** An edge that is not weak leads to the node, from another one. */
  referenced: 1,
  /** More than one does. */
  join: 2,
  /** The node belongs to whatever alone reaches it: a backing store, a hidden structure. */
  ownable: 4,
} as const;

/** No owner known yet, and more than one; owners in between are node + 1. */
export const NO_OWNER = 0;
export const MANY_OWNERS = 0xffff_ffff;

/** What leads to each node. */
export interface Incoming {
  readonly flags: Uint8Array;
  /** For ownable nodes the one other node that refers to it, plus one; or `NO_OWNER`, `MANY_OWNERS`. */
  readonly owners: Uint32Array;
}

/** Looks once at every edge; this is the only sweep in the order of the file, so it does all that needs no other. `owners`: zeroes, one for each node. */
export function sweepIncoming(snapshot: Snapshot, owners: Uint32Array): Incoming {
  const { nodes, edges } = snapshot;
  const { ends } = edges;
  const { firstEdges } = nodes;
  const flags = ownableFlags(snapshot);
  for (let node = 0; node < nodes.count; node++) {
    const last = firstEdges[node + 1]!;
    const isOwnable = (flags[node]! & IncomingFlag.ownable) !== 0;
    for (let edge = firstEdges[node]!; edge < last; edge++) {
      const end = ends[edge]!;
      const target = end & EDGE_TARGET_MASK;
      if (end >>> EDGE_TYPE_SHIFT === EdgeType.weak || target === node) continue;
      const flag = flags[target]!;
      // 0 becomes referenced, referenced becomes both.
      flags[target] = flag | ((flag & 1) + 1);
      if (flag < IncomingFlag.ownable || isOwnable) continue;
      const owner = owners[target]!;
      if (owner === NO_OWNER) owners[target] = node + 1;
      else if (owner !== node + 1) owners[target] = MANY_OWNERS;
    }
  }
  return { flags, owners };
}

function ownableFlags({ nodes, strings }: Snapshot): Uint8Array {
  const { types, names } = nodes;
  const flags = new Uint8Array(nodes.count);
  const external = strings.find("system / ExternalStringData");
  for (let node = 0; node < types.length; node++) {
    const type = types[node]!;
    if (type <= NodeType.array || (type === NodeType.native && names[node] === external))
      flags[node] = IncomingFlag.ownable;
  }
  return flags;
}

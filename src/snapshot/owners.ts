import { IncomingFlag, MANY_OWNERS, NO_OWNER, type Incoming } from "./incoming.ts";
import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, EdgeType, NodeType, type Snapshot } from "./model.ts";

/**
 * Hands the owners of ownable nodes on to the ownable nodes that these refer to, until each has the one node that
 * alone reaches it, or several (DevTools' `calculateShallowSizes`). `stack` is working memory, one element per node.
 */
export function settleOwners(snapshot: Snapshot, { flags, owners }: Incoming, stack: Uint32Array): void {
  const { firstEdges } = snapshot.nodes;
  const { ends } = snapshot.edges;
  for (let start = 0; start < snapshot.nodes.count; start++) {
    if (owners[start] === NO_OWNER) continue;
    let height = 0;
    stack[height++] = start;
    while (height > 0) {
      const node = stack[--height]!;
      const owner = owners[node]!;
      const last = firstEdges[node + 1]!;
      for (let edge = firstEdges[node]!; edge < last; edge++) {
        const end = ends[edge]!;
        const target = end & EDGE_TARGET_MASK;
        if (end >>> EDGE_TYPE_SHIFT === EdgeType.weak) continue;
        if ((flags[target]! & IncomingFlag.ownable) === 0) continue;
        const known = owners[target]!;
        if (known === owner || known === MANY_OWNERS) continue;
        owners[target] = known === NO_OWNER ? owner : MANY_OWNERS;
        // Seldom: a node is on the stack once more for each of the two changes it can see.
        if (height === stack.length) return settleOwners(snapshot, { flags, owners }, doubled(stack));
        stack[height++] = target;
      }
    }
  }
}

function doubled(stack: Uint32Array): Uint32Array {
  return new Uint32Array(stack.length * 2 + 16);
}

/** Nodes and the one other node that each belongs to, row by row. */
export interface Belongings {
  readonly nodes: Uint32Array;
  readonly owners: Uint32Array;
}

/**
 * What has one owner, from settled owners, of which those are cleared that are not; roots and other synthetic nodes own
 * nothing.
 */
export function belongings({ nodes }: Snapshot, owners: Uint32Array): Belongings {
  const { types, count } = nodes;
  let rows = 0;
  for (let node = 0; node < count; node++) {
    const owner = owners[node]!;
    if (owner === NO_OWNER) continue;
    const isOwned = owner !== MANY_OWNERS && owner !== 1 && types[owner - 1] !== NodeType.synthetic;
    if (isOwned) rows++;
    else owners[node] = NO_OWNER;
  }
  const found = { nodes: new Uint32Array(rows), owners: new Uint32Array(rows) };
  for (let node = 0, row = 0; row < rows; node++) {
    const owner = owners[node]!;
    if (owner === NO_OWNER) continue;
    found.nodes[row] = node;
    found.owners[row++] = owner - 1;
  }
  return found;
}

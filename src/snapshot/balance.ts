import type { Graph } from "./graph.ts";
import type { Survivors } from "./survivors.ts";

/** What changed between two snapshots, booked to the objects that were there all the time. */
export interface Balance {
  /** Bytes of the later snapshot minus those of the earlier. */
  readonly delta: number;
  /**
   * For each node of the later snapshot that was in the earlier too: the bytes of new objects that it dominates most closely
   * minus those of gone objects, plus its own change. 0 for new nodes. The sum is `delta`, to the byte.
   */
  readonly net: Float64Array;
  /** New objects booked to each, and gone ones. */
  readonly added: Uint32Array;
  readonly removed: Uint32Array;
  /** For each node of the later snapshot: itself when it was there before, else its nearest dominator that was. */
  readonly owners: Uint32Array;
}

/**
 * The balance sheet of two dominator trees: every new object is booked to the nearest dominator that survived, every
 * gone one to the nearest dominator in the earlier tree that did, so that what merely comes and goes cancels out. One
 * sweep over each tree; 16 bytes a node.
 */
export function balanceOf(before: Graph, after: Graph, { earlier, later }: Survivors): Balance {
  const count = after.snapshot.nodes.count;
  const net = new Float64Array(count);
  const added = new Uint32Array(count);
  const removed = new Uint32Array(count);
  const sizesBefore = before.snapshot.nodes.selfSizes;
  const sizesAfter = after.snapshot.nodes.selfSizes;
  let delta = 0;

  const owners = nearestSurvivors(after, earlier);
  for (let node = 0; node < count; node++) {
    const size = sizesAfter[node]!;
    const twin = earlier[node]!;
    const owner = owners[node]!;
    net[owner] = net[owner]! + size - (twin === 0 ? 0 : sizesBefore[twin - 1]!);
    if (twin === 0) added[owner] = added[owner]! + 1;
    delta += size;
  }
  const ownersBefore = nearestSurvivors(before, later);
  for (let node = 0; node < before.snapshot.nodes.count; node++) {
    const size = sizesBefore[node]!;
    delta -= size;
    if (later[node] !== 0) continue;
    const owner = later[ownersBefore[node]!]! - 1;
    net[owner] = net[owner]! - size;
    removed[owner] = removed[owner]! + 1;
  }
  return { delta, net, added, removed, owners };
}

/** For each node itself when it is in both snapshots, else its nearest dominator that is. The root always is. */
function nearestSurvivors({ order, dominators }: Graph, twins: Uint32Array): Uint32Array {
  const owners = new Uint32Array(dominators.length);
  for (const node of order) owners[node] = twins[node] !== 0 ? node : owners[dominators[node]!]!;
  return owners;
}

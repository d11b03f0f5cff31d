import { DepthFirst, type DepthFirstMemory } from "./depth-first.ts";
import type { EphemeronEdge } from "./ephemerons.ts";
import { IncomingFlag } from "./incoming.ts";
import { findSemidominators } from "./join-forest.ts";
import { EDGE_TARGET_MASK, EDGE_TYPE_SHIFT, EdgeType, type Snapshot } from "./model.ts";
import { userRoots } from "./user-roots.ts";

/** The dominator tree in preorder numbers of a depth-first tree. */
export interface DominatorTree {
  /** The nodes by their numbers, from 1 on. */
  readonly order: Uint32Array;
  /** The number of each number's immediate dominator, which is smaller; 0 for the root. */
  readonly dominators: Uint32Array;
  /** The numbers up to this one are of nodes that the root reaches. */
  readonly reachableCount: number;
}

/**
 * Immediate dominators by semi-NCA (Georgiadis, Tarjan, Werneck, 2006) over the edges that DevTools calls essential:
 * none that is weak or leads from the node to itself, no shortcut but the root's, none from what V8 needs for itself
 * to what programs own. What the root does not reach hangs below it: nodes that nothing refers to with all that they
 * lead to, then the rest one by one. `flags` are those of `sweepIncoming`; `pairs` are marked weak while this runs.
 */
export function findDominators(
  snapshot: Snapshot,
  memory: DepthFirstMemory,
  flags: Uint8Array,
  pairs: readonly EphemeronEdge[],
): DominatorTree {
  const tree = new DepthFirst(snapshot, memory, flags);
  visitReachable(snapshot, tree, pairs);
  const reachableCount = tree.count;
  visitUnreachable(snapshot, tree, flags);
  findSemidominators(tree.forest);
  return { order: tree.order, dominators: nearestCommonAncestors(tree), reachableCount };
}

function visitReachable(snapshot: Snapshot, tree: DepthFirst, pairs: readonly EphemeronEdge[]): void {
  const { nodes, edges } = snapshot;
  const roots = userRoots(snapshot);
  for (const root of roots) tree.visit(root);
  if (roots.length > 0) {
    tree.alsoOwned = ownedButNotSeen(snapshot, tree, pairs);
    tree.ownedCount = tree.count;
  }
  for (let edge = nodes.firstEdges[0]!; edge < nodes.firstEdges[1]!; edge++) {
    const end = edges.ends[edge]!;
    const target = end & EDGE_TARGET_MASK;
    if (end >>> EDGE_TYPE_SHIFT !== EdgeType.weak && target !== 0) tree.visit(target);
  }
}

/**
 * What programs own beyond what was seen from their roots: values of WeakMaps that only the table leads to, and what
 * these lead to. Null when that is nothing, which is usual.
 */
function ownedButNotSeen(
  snapshot: Snapshot,
  tree: DepthFirst,
  pairs: readonly EphemeronEdge[],
): Uint8Array | null {
  let owned: Uint8Array | null = null;
  for (let found = true; found;) {
    found = false;
    for (const { table, value } of pairs) {
      if (tree.isSeen(value) || owned?.[value] === 1) continue;
      if (!tree.isSeen(table) && owned?.[table] !== 1) continue;
      owned ??= new Uint8Array(snapshot.nodes.count);
      flood(snapshot, value, owned, tree);
      found = true;
    }
  }
  return owned;
}

/** Marks a node and all that it leads to but for what has been seen. */
function flood(snapshot: Snapshot, start: number, marks: Uint8Array, tree: DepthFirst): void {
  const waiting = [start];
  marks[start] = 1;
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    forEachStrong(snapshot, node, (target) => {
      if (marks[target] === 1 || tree.isSeen(target)) return;
      marks[target] = 1;
      waiting.push(target);
    });
  }
}

function forEachStrong({ nodes, edges }: Snapshot, node: number, visit: (target: number) => void): void {
  for (let edge = nodes.firstEdges[node]!; edge < nodes.firstEdges[node + 1]!; edge++) {
    const type = edges.ends[edge]! >>> EDGE_TYPE_SHIFT;
    if (type !== EdgeType.weak && type !== EdgeType.shortcut) visit(edges.ends[edge]! & EDGE_TARGET_MASK);
  }
}

function visitUnreachable(snapshot: Snapshot, tree: DepthFirst, flags: Uint8Array): void {
  const { count } = snapshot.nodes;
  if (tree.count === count) return;
  for (let node = 0; node < count; node++)
    if ((flags[node]! & IncomingFlag.referenced) === 0 && !tree.isSeen(node)) tree.visit(node);
  const first = tree.count + 1;
  if (first > count) return;
  for (let node = 0; node < count; node++) if (!tree.isSeen(node)) tree.attach(node);
  for (let number = first; number <= count; number++) {
    const node = tree.order[number]!;
    forEachStrong(snapshot, node, (target) => {
      if (!tree.isOwned(target) || tree.isOwned(node)) tree.raise(target);
    });
  }
}

/** The last step of semi-NCA, in place: parents become immediate dominators, in the order of their numbers. */
function nearestCommonAncestors({ forest, parents }: DepthFirst): Uint32Array {
  const { numbers, semis, count } = forest;
  for (let rank = 1; rank <= count; rank++) {
    const semi = semis[rank]!;
    let dominator = parents[numbers[rank]!]!;
    while (dominator > semi) dominator = parents[dominator]!;
    parents[numbers[rank]!] = dominator;
  }
  return parents;
}

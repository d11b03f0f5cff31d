import { isMachinery } from "./boundary.ts";
import { collectionAt } from "./collection.ts";
import { labelOf, type Claims, type Pair } from "./growth-claims.ts";
import type { Repetition } from "./repetition.ts";
import { EdgeType, NodeType } from "./model.ts";

/** More holders of one object than this are not told apart. */
const MOST_TOGETHER = 6;

/**
 * Books what several objects hold together (two indexes of the same records, a list linked both ways) and none of them
 * dominates: to the holders, found in one pass over all edges; to the dominator, as a ring, when the new objects
 * hold only each other.
 */
export function bookCoHeld(pair: Pair, claims: Claims, repetition: Repetition): void {
  const { heap, boundary } = pair.after;
  const { dominators } = heap.graph;
  const holders = holdersOfCoHeld(pair, claims, repetition);
  const groups = new Map<string, { bytes: number; count: number; root: number; holds: readonly Hold[] }>();
  const shares = keptShare(pair);
  for (let node = 0; node < boundary.roots.length; node++) {
    if (boundary.roots[node] !== node + 1 || boundary.edges[node] !== 0) continue;
    const dominator = dominators[node]!;
    const share = shares(dominator);
    const bytes = boundary.bytes[node]! * share;
    const all = holders.get(node) ?? [];
    if (all.length === 0) {
      const holder = heap.types[dominator] === NodeType.synthetic ? holderOnPath(pair, node) : -1;
      if (holder >= 0) claims.add(claims.at(claims.lifted(holder), ""), node, bytes);
      else if (!isMachinery(heap, dominator))
        claims.add(claims.at(claims.lifted(dominator), "ring"), node, bytes);
      continue;
    }
    const key = all.map(({ holder, label }) => `${holder} ${label}`).join();
    const group = groups.get(key) ?? { bytes: 0, count: 0, root: node, holds: all };
    group.bytes += bytes;
    group.count++;
    if (boundary.bytes[node]! > boundary.bytes[group.root]!) group.root = node;
    groups.set(key, group);
  }
  const byGrowth = new ByGrowth(pair);
  for (const { bytes, count, root, holds } of groups.values()) {
    const [first = 0, ...others] = byGrowth.sorted(holds.map(({ holder }) => holder));
    const claim = claims.at(first, holds.find(({ holder }) => holder === first)?.label ?? "");
    claim.net += bytes;
    claim.added += count;
    // What a variable holds begins at its value.
    if (claim.root < 0 || (claim.label === "" && boundary.bytes[root]! > claim.rootBytes)) {
      claim.root = root;
      claim.rootBytes = boundary.bytes[root]!;
    }
    claim.coHolders = [...new Set([...claim.coHolders, ...others])];
  }
}

/** What V8 too refers to, such as the globals of a new context, belongs to the object that a program reaches it through; -1 for none. */
function holderOnPath({ after, paths, survivors }: Pair, node: number): number {
  let at = node;
  while (survivors.earlier[at] === 0 && paths.parents[at] !== at) at = paths.parents[at]!;
  const { heap } = after;
  const isKnown = survivors.earlier[at] !== 0 && heap.types[at] !== NodeType.synthetic;
  return isKnown && !isMachinery(heap, at) ? at : -1;
}

/** An object that holds what others hold too; of a scope, by which variable, else "". */
interface Hold {
  readonly holder: number;
  readonly label: string;
}

/** For each co-held root the surviving objects that refer to it, each once, folded to the first link of chains. */
function holdersOfCoHeld(pair: Pair, claims: Claims, repetition: Repetition): Map<number, Hold[]> {
  const { heap, boundary } = pair.after;
  const { owners } = pair.balance;
  const { earlier } = pair.survivors;
  const found = new Map<number, Hold[]>();
  for (let node = 0; node < earlier.length; node++) {
    if (isMachinery(heap, node) || heap.types[node] === NodeType.synthetic) continue;
    const root = boundary.roots[node]!;
    if (root !== 0 && boundary.edges[root - 1] === 0) continue;
    let holder = -1;
    let label = "";
    for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
      const target = heap.target(edge);
      if (boundary.roots[target] !== target + 1 || boundary.edges[target] !== 0) continue;
      if (isAside(heap.edgeType(edge), heap.edgeName(edge))) continue;
      if (holder < 0) holder = repetition.firstOf(claims.lifted(owners[node]!));
      if (heap.isContext(holder)) label = labelOf(heap, root === 0 ? edge : boundary.edges[root - 1]! - 1);
      const all = found.get(target);
      if (all === undefined) found.set(target, [{ holder, label }]);
      else if (all.length < MOST_TOGETHER && all.every((known) => known.holder !== holder))
        all.push({ holder, label });
    }
  }
  return found;
}

/** Edges that hold nothing, or nothing that a programmer put there. */
function isAside(type: number, name: string): boolean {
  if (type === EdgeType.weak || type === EdgeType.hidden || type === EdgeType.shortcut) return true;
  if (type === EdgeType.property) return name === "__proto__";
  return (
    type === EdgeType.internal &&
    /^(?:map|__proto__|prototype|constructor|feedback_cell|shared|code)$/u.test(name)
  );
}

/** How much of what a node gained it kept: what came and went in the meantime is not growth. */
function keptShare({ balance, after, survivors }: Pair): (node: number) => number {
  const gained = new Float64Array(balance.owners.length);
  const sizes = after.heap.snapshot.nodes.selfSizes;
  for (let node = 0; node < gained.length; node++) {
    if (survivors.earlier[node] !== 0) continue;
    const owner = balance.owners[node]!;
    gained[owner] = gained[owner]! + sizes[node]!;
  }
  return (node) => {
    const gross = gained[node]!;
    return gross <= 0 ? 0 : Math.min(1, Math.max(0, balance.net[node]! / gross));
  };
}

/** Holders with the one first that gained most entries itself, then the one that is easiest to name. */
class ByGrowth {
  readonly #pair: Pair;
  readonly #gains = new Map<number, number>();

  constructor(pair: Pair) {
    this.#pair = pair;
  }

  sorted(holders: readonly number[]): number[] {
    const { costs } = this.#pair.paths;
    return holders.toSorted((a, b) => this.#gain(b) - this.#gain(a) || costs[a]! - costs[b]!);
  }

  #gain(holder: number): number {
    const known = this.#gains.get(holder);
    if (known !== undefined) return known;
    const { before, after, survivors } = this.#pair;
    const twin = survivors.earlier[holder]! - 1;
    const now = collectionAt(after.heap, holder)?.entries ?? 0;
    const gain = now - (twin < 0 ? 0 : (collectionAt(before.heap, twin)?.entries ?? 0));
    this.#gains.set(holder, gain);
    return gain;
  }
}

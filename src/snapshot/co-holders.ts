import { isMachinery, Top } from "./boundary.ts";
import { collectionAt } from "./collection.ts";
import type { Claims, Pair } from "./growth-claims.ts";
import type { Heap } from "./heap.ts";
import { HolderSets, NO_HOLDERS } from "./holder-sets.ts";
import { EDGE_TARGET_MASK, EdgeType, NodeType } from "./model.ts";
import { NameTest } from "./name-test.ts";
import type { Repetition } from "./repetition.ts";

/**
 * Books what several objects hold together (two indexes of the same records, a list linked both ways) and none of them
 * dominates: to the holders, found in one pass over all edges; to the dominator, as a ring, when the new objects
 * hold only each other.
 */
export function bookCoHeld(pair: Pair, claims: Claims, repetition: Repetition): void {
  const { heap, boundary } = pair.after;
  if (!boundary.edges.includes(0)) return; // Nothing is held together.
  const { dominators } = heap.graph;
  const together = holdersOfCoHeld(pair, claims, repetition);
  const groups: Group[] = [];
  const bySet = new Map<number, Group>();
  for (let node = 0; node < boundary.tops.length; node++) {
    if (boundary.tops[node] !== Top.coHeld) continue;
    const dominator = dominators[node]!;
    const bundle = boundary.bundles[node]! - 1;
    const bytes = boundary.bytes[bundle]! * keptShare(pair, dominator);
    const set = together.byBundle[bundle]!;
    if (set === NO_HOLDERS) {
      if (!isMachinery(heap, dominator)) claims.add(claims.at(claims.lifted(dominator), "ring"), node, bytes);
      continue;
    }
    let group = bySet.get(set);
    if (group === undefined) {
      group = { bytes: 0, count: 0, root: node, holders: together.sets.members(set) };
      bySet.set(set, group);
      groups.push(group);
    }
    group.bytes += bytes;
    group.count++;
  }
  const byGrowth = new ByGrowth(pair);
  for (const { bytes, count, root, holders: all } of groups) {
    const [first = 0, ...others] = byGrowth.sorted(all);
    const claim = claims.at(first, "");
    claim.net += bytes;
    claim.added += count;
    if (claim.root < 0) claim.root = root;
    claim.coHolders = [...new Set([...claim.coHolders, ...others])];
  }
}

/** Co-held bundles that the same objects hold. */
interface Group {
  bytes: number;
  count: number;
  readonly root: number;
  readonly holders: readonly number[];
}

/** Who holds each co-held bundle. */
interface Together {
  /** By bundle its holders, as a set of `sets`; `NO_HOLDERS` where nothing that survived holds it. */
  readonly byBundle: Uint32Array;
  readonly sets: HolderSets;
}

/** For each co-held root the surviving objects that refer to it, each once, folded to the first link of chains. */
function holdersOfCoHeld(pair: Pair, claims: Claims, repetition: Repetition): Together {
  const { heap, boundary } = pair.after;
  const { bundles, tops, roots } = boundary;
  const byBundle = new Uint32Array(roots.length);
  const sets = new HolderSets();
  const isAside = asideTest(heap);
  const { firstEdges, ends, types } = heap;
  for (let node = 0; node < tops.length; node++) {
    const bundle = bundles[node]!;
    if (bundle !== 0 && tops[roots[bundle - 1]!] === Top.coHeld) continue;
    if (isMachinery(heap, node) || types[node] === NodeType.synthetic) continue;
    let holder = -1;
    const last = firstEdges[node + 1]!;
    for (let edge = firstEdges[node]!; edge < last; edge++) {
      const target = ends[edge]! & EDGE_TARGET_MASK;
      if (tops[target] !== Top.coHeld || isAside(edge)) continue;
      if (holder < 0) {
        const owner = bundle === 0 ? node : heap.graph.dominators[roots[bundle - 1]!]!;
        holder = repetition.firstOf(claims.lifted(owner));
      }
      const held = bundles[target]! - 1;
      byBundle[held] = sets.with(byBundle[held]!, holder);
    }
  }
  return { byBundle, sets };
}

/** Tells edges that hold nothing, or nothing that a programmer put there. */
function asideTest(heap: Heap): (edge: number) => boolean {
  const proto = heap.word("__proto__");
  const isOwn = new NameTest(heap.snapshot.strings, (name) =>
    /^(?:map|__proto__|prototype|constructor|feedback_cell|shared|code)$/u.test(name),
  );
  return (edge) => {
    const type = heap.edgeType(edge);
    if (type === EdgeType.weak || type === EdgeType.hidden || type === EdgeType.shortcut) return true;
    if (type === EdgeType.property) return heap.edgeNames[edge] === proto;
    return type === EdgeType.internal && isOwn.of(heap.edgeNames[edge]!);
  };
}

/** How much of what a node gained it kept: what came and went in the meantime is not growth. */
function keptShare({ balance }: Pair, node: number): number {
  const gross = balance.gained[node]!;
  return gross <= 0 ? 0 : Math.min(1, Math.max(0, balance.net[node]! / gross));
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

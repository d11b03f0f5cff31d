import type { Graph } from "./graph.ts";
import { NodeType } from "./model.ts";

/** Fewer functions or objects than this say nothing. */
const fewest = 16;
/** Functions are made anew while a program runs, modules loaded again; so many of them are still there. */
const leastShare = 0.8;

/**
 * Whether two snapshots number their objects alike, so that they can be paired by their ids: V8 forgets its ids whenever
 * an inspector's client goes, and numbers anew for the next snapshot. Told by the functions whose name is there once
 * in each: nearly all of them are the same function in both. O(nodes).
 */
export function areNumberedAlike(before: Graph, after: Graph): boolean {
  const earlier = functionIds(before);
  let compared = 0;
  let alike = 0;
  for (const [name, id] of functionIds(after)) {
    const other = earlier.get(name) ?? SEVERAL;
    if (id === SEVERAL || other === SEVERAL) continue;
    compared++;
    if (id === other) alike++;
  }
  return compared < fewest || alike >= compared * leastShare;
}

/**
 * Whether a snapshot is older than one of the same process that is said to come before it: V8 counts its ids up, so that what came
 * between the two has ids that the older one has not reached. O(nodes).
 */
export function isOlder(after: Graph, before: Graph): boolean {
  const latest = latestId(after);
  let later = 0;
  for (let node = 0; node < before.snapshot.nodes.count; node++)
    if (isOfV8(before, node) && before.snapshot.nodes.ids[node]! > latest) later++;
  return later >= fewest;
}

function latestId(graph: Graph): number {
  const { nodes } = graph.snapshot;
  let latest = 0;
  for (let node = 0; node < nodes.count; node++)
    if (nodes.ids[node]! > latest && isOfV8(graph, node)) latest = nodes.ids[node]!;
  return latest;
}

/** Ids that V8 gives to its own objects are odd. */
function isOfV8({ snapshot: { nodes } }: Graph, node: number): boolean {
  return (nodes.ids[node]! & 1) === 1;
}

/** In the place of an id: several functions have the name. */
const SEVERAL = 0;

/** Ids of functions by their name. */
function functionIds({ snapshot: { nodes, strings } }: Graph): Map<string, number> {
  const byString = new Map<number, number>();
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.types[node] !== NodeType.closure) continue;
    const name = nodes.names[node]!;
    byString.set(name, byString.has(name) ? SEVERAL : nodes.ids[node]!);
  }
  return new Map([...byString].map(([name, id]) => [strings.get(name), id]));
}

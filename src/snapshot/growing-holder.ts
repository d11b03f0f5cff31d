import { collectionAt, slotOf } from "./collection.ts";
import { countOfKind, hasManyOfKind } from "./kind-count.ts";
import type { Claim, Pair } from "./growth-claims.ts";
import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";
import type { Repetition } from "./repetition.ts";

/** What grows, as a programmer would call it. `chain` is what is linked: a list, a tree, closures, promises;
 * `code` is what V8 made of functions. */
export type GrowthShape =
  | "Map"
  | "Set"
  | "WeakMap"
  | "Array"
  | "object"
  | "chain"
  | "string"
  | "buffer"
  | "code";

/** The thing that grew, and its counts in both snapshots. */
export interface Grown {
  /** In the later snapshot. */
  readonly node: number;
  readonly shape: GrowthShape;
  /** One of the links of a chain; -1 for all else. */
  readonly link: number;
  /** Entries or links; null where they are not counted, as in strings and arrays of numbers. */
  readonly before: number | null;
  readonly after: number | null;
  /** Whether there was nothing in its place before. */
  readonly isNew: boolean;
  /** Of the entries there were, the share that is still there; null where that cannot be told. */
  readonly kept: number | null;
  /** Bytes that hang on it in each snapshot. */
  readonly bytesBefore: number;
  readonly bytesAfter: number;
}

/** How far down from a new object the growth inside it is looked for. */
const DEEPEST = 12;
/** A part of an object is what grew when it holds this share of it. */
const MOST_OF_IT = 0.6;
const FEWEST_LINKS = 8;
/** A tree is not deep, but has many nodes. */
const FEWEST_LEVELS = 3;
const DEEPEST_TREE = 40;
const FEWEST_IN_TREE = 32;
/** Growth inside a new entry is looked for from so many bytes on. */
const LEAST_INSIDE = 4096;

/** Finds what a claim means: the collection that gained entries, the chain that became longer, the text that did. */
export function grownBy(pair: Pair, claim: Claim, repetition: Repetition): Grown {
  const { heap } = pair.after;
  if (claim.label === "code") return { ...other(pair, claim.holder, heap), shape: "code" };
  if (claim.label === "ring") return ringOf(pair, claim, repetition);
  if (claim.label === "chain") return chainAt(pair, claim.holder, linkOf(heap, claim));
  if (claim.label !== "" && claim.root >= 0) return variableOf(pair, claim, repetition);
  const entries = collectionGrowth(pair, claim.holder, predecessor(pair, claim.holder));
  if (
    claim.root >= 0 &&
    (entries === null || (entries.shape === "object" && entries.after === entries.before))
  ) {
    // What is new hangs on a field that only V8 has.
    const link = repeatedLink(heap, claim.root);
    if (link >= 0) return chainAt(pair, claim.holder, link);
  }
  const inside = insideOfEntry(pair, claim, entries, repetition);
  return inside ?? entries ?? other(pair, claim.holder, heap);
}

/** When few entries came and these are large, what grew is inside them: the listeners of a new event. */
function insideOfEntry(
  pair: Pair,
  { holder, root, rootBytes, net }: Claim,
  entries: Grown | null,
  repetition: Repetition,
): Grown | null {
  if (root < 0 || rootBytes < net / FEWEST_LINKS || rootBytes < LEAST_INSIDE) return null;
  if (entries !== null && (entries.after ?? Infinity) - (entries.before ?? 0) >= FEWEST_LINKS) return null;
  const inside = growthBelow(pair, root, -1, repetition);
  return inside?.node === root ? withAlike(pair, holder, inside) : inside;
}

/** A new collection together with those that came with it, by what holds all of them. */
function withAlike(pair: Pair, holder: number, one: Grown): Grown {
  const { heap } = pair.after;
  let after = one.after;
  let bytesAfter = one.bytesAfter;
  let { node } = one;
  const entries = new Set<number>();
  forEachEntry(heap, holder, (entry) => entries.add(entry));
  for (const entry of entries) {
    if (entry === one.node || pair.survivors.earlier[entry] !== 0) continue;
    const alike = collectionGrowth(pair, entry, -1);
    if (alike?.shape !== one.shape) continue;
    after = after === null || alike.after === null ? null : after + alike.after;
    bytesAfter += alike.bytesAfter;
    node = holder;
  }
  return { ...one, node, after, bytesAfter };
}

/** A link of a tree whose nodes are held by arrays or Maps is what they hold, not these. */
function linkOf(heap: Heap, { holder, root }: Claim): number {
  if (heap.className(holder) !== "" || root < 0) return holder;
  const at = heap.isBackingStore(root) ? (heaviestPart(heap, root)?.node ?? root) : root;
  return heap.className(at) === "" ? holder : at;
}

function twinOf({ survivors }: Pair, node: number): number {
  return survivors.earlier[node]! - 1;
}

/**
 * What a programmer would call the same collection in the earlier snapshot: what the same variable or field held, even when
 * that was another object and this one was held elsewhere.
 */
function predecessor(pair: Pair, node: number): number {
  const twin = twinOf(pair, node);
  const { heap } = pair.after;
  const parent = pair.paths.parents[node]!;
  const edge = pair.paths.edges[node]!;
  const type = heap.edgeType(edge);
  if (parent === node || (type !== EdgeType.context && type !== EdgeType.property)) return twin;
  const held = counterpart(pair.before.heap, twinOf(pair, parent), `${type}:${heap.edgeName(edge)}`);
  return held < 0 || pair.before.heap.types[held] !== heap.types[node] ? twin : held;
}

function retained(heap: Heap, node: number): number {
  return node < 0 ? 0 : heap.graph.retainedSizes[node]!;
}

function collectionGrowth(pair: Pair, node: number, twin: number): Grown | null {
  const now = collectionAt(pair.after.heap, node);
  if (now === null) return null;
  const then = twin < 0 ? null : collectionAt(pair.before.heap, twin);
  return {
    node,
    shape: now.shape,
    link: -1,
    before: then === null ? 0 : then.entries,
    after: now.entries,
    isNew: twin < 0,
    kept: twin < 0 ? null : keptShare(pair, twin, node),
    bytesBefore: retained(pair.before.heap, twin),
    bytesAfter: retained(pair.after.heap, node),
  };
}

/** Of what a collection of the earlier snapshot held, how much it still holds. */
function keptShare({ before, after, survivors, marks }: Pair, then: number, now: number): number | null {
  forEachEntry(after.heap, now, (entry) => (marks[entry] = 1));
  let all = 0;
  let still = 0;
  forEachEntry(before.heap, then, (entry) => {
    all++;
    const twin = survivors.later[entry]!;
    if (twin !== 0 && marks[twin - 1] === 1) still++;
  });
  forEachEntry(after.heap, now, (entry) => (marks[entry] = 0));
  return all === 0 ? null : still / all;
}

function forEachEntry(heap: Heap, node: number, visit: (entry: number) => void): void {
  const table = heap.internal(node, "table");
  const store = table >= 0 ? table : node;
  const proto = heap.word("__proto__");
  const last = heap.firstEdges[store + 1]!;
  for (let edge = heap.firstEdges[store]!; edge < last; edge++)
    if (isEntry(heap, edge, proto)) visit(heap.target(edge));
}

function isEntry(heap: Heap, edge: number, proto: number): boolean {
  switch (heap.edgeType(edge)) {
    case EdgeType.internal:
      return slotOf(heap, edge) >= 0;
    case EdgeType.property:
      return heap.edgeNames[edge] !== proto && heap.types[heap.target(edge)] !== NodeType.hidden;
    case EdgeType.element:
      return heap.types[heap.target(edge)] !== NodeType.hidden;
    default:
      return false;
  }
}

/** New objects that hold only each other, under an old one: lists linked both ways, timers, listeners of a promise. */
function ringOf(pair: Pair, claim: Claim, repetition: Repetition): Grown {
  const first = repetition.firstOf(claim.root);
  return chainAt(pair, first === claim.root ? claim.holder : first, claim.root, claim.holder);
}

/** A chain that begins at a node; `link` is one of its links, `within` what dominates all of them. */
function chainAt(pair: Pair, node: number, link: number, within: number = node): Grown {
  const { before, after } = pair;
  const twin = twinOf(pair, within);
  return {
    node,
    shape: "chain",
    link,
    before: twin < 0 ? 0 : countOfKind(after.heap, link, before.heap, twin),
    after: countOfKind(after.heap, link, after.heap, within),
    isNew: twin < 0,
    kept: null,
    bytesBefore: retained(before.heap, twin),
    bytesAfter: retained(after.heap, within),
  };
}

/** What a variable or field got instead of what it had, or for the first time. */
function variableOf(pair: Pair, claim: Claim, repetition: Repetition): Grown {
  const twin = counterpart(pair.before.heap, twinOf(pair, claim.holder), claim.label);
  return growthBelow(pair, claim.root, twin, repetition) ?? other(pair, claim.root, pair.after.heap, twin);
}

/** What there is many times in a new object, or in the heaviest part of it, and so on; null when nothing is. */
function growthBelow(pair: Pair, top: number, before: number, repetition: Repetition): Grown | null {
  const { heap } = pair.after;
  let node = top;
  let twin = before;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const grown = textOrBytes(pair, node, twin) ?? repeated(pair, node, twin, repetition);
    if (grown !== null) return grown;
    const inner = heaviestPart(heap, node);
    if (inner === null) return null;
    twin = counterpart(pair.before.heap, twin, inner.label);
    node = inner.node;
  }
  return null;
}

/** A collection or chain with enough entries to be worth counting. */
function repeated(pair: Pair, node: number, twin: number, repetition: Repetition): Grown | null {
  const { before, after } = pair;
  const collection = collectionGrowth(pair, node, twin);
  if (
    collection !== null &&
    (collection.shape !== "object" || isLargeDictionary(after.heap, node, collection))
  ) {
    if (collection.after === null || collection.after >= FEWEST_LINKS) return collection;
  }
  const repeatedNode = repeatedLink(after.heap, node);
  const link = repeatedNode < 0 ? ringLink(after.heap, node) : repeatedNode;
  if (link < 0) return null;
  const first = repetition.firstOf(node);
  return {
    node: first,
    shape: "chain",
    link,
    before: twin < 0 ? 0 : countOfKind(after.heap, link, before.heap, twin),
    after: countOfKind(after.heap, link, after.heap, node),
    isNew: twin < 0,
    kept: null,
    bytesBefore: retained(before.heap, twin),
    bytesAfter: retained(after.heap, node),
  };
}

function isLargeDictionary(heap: Heap, node: number, { after }: Grown): boolean {
  return heap.className(node) === "" && (after ?? 0) >= FEWEST_LINKS * 4;
}

/** A node of the kind that repeats on the way down to the heaviest parts: a chain, or a tree; -1 when none does. */
function repeatedLink(heap: Heap, node: number): number {
  const counts = new Map<string, { count: number; node: number }>();
  let at = node;
  let label = "";
  for (let depth = 0; depth < 200; depth++) {
    const key = linkKey(heap, at, label);
    if (key !== "") {
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { count: 1, node: at });
      else if (++known.count >= FEWEST_LINKS && !heap.isContext(at)) return known.node;
    }
    const inner = heaviestPart(heap, at, depth < DEEPEST_TREE ? 0 : MOST_OF_IT);
    if (inner === null) break;
    at = inner.node;
    label = inner.label;
  }
  const level = [...counts.values()].find(
    ({ count, node: link }) =>
      count >= FEWEST_LEVELS &&
      heap.types[link] === NodeType.object &&
      !heap.isContext(link) &&
      hasManyOfKind(heap, link, node, FEWEST_IN_TREE),
  );
  return level?.node ?? -1;
}

/** One of the objects that an object holds and that refer to each other, as timers in a list do; -1 when it holds none. */
function ringLink(heap: Heap, node: number): number {
  const { dominators } = heap.graph;
  const { names } = heap.snapshot.nodes;
  const heldBy = function* (from: number): Generator<number> {
    const end = Math.min(heap.firstEdges[from + 1]!, heap.firstEdges[from]! + MOST_EDGES);
    for (let edge = heap.firstEdges[from]!; edge < end; edge++) {
      const target = heap.target(edge);
      const isHeld = dominators[target] === node && heap.types[target] === NodeType.object;
      if (isHeld && heap.edgeType(edge) === EdgeType.property) yield target;
    }
  };
  for (const one of heldBy(node)) {
    for (const next of heldBy(one)) if (next !== one && names[next] === names[one]) return one;
  }
  return -1;
}

const MOST_EDGES = 64;

/** The same for nodes that may be links of one chain; "" for those that are none. */
function linkKey(heap: Heap, node: number, label: string): string {
  const type = heap.types[node]!;
  if (type === NodeType.concatenatedString) return "text";
  if (label === PROTOTYPE && type === NodeType.object) return label;
  if (type === NodeType.closure) return `${type}:${heap.internal(node, "shared")}`;
  return isLink(type) && heap.name(node) !== ""
    ? `${type}:${heap.name(node)}:${heap.internal(node, "map")}`
    : "";
}

const PROTOTYPE = `${EdgeType.property}:__proto__`;

function isLink(type: number): boolean {
  return type === NodeType.object || type === NodeType.hidden;
}

function textOrBytes(pair: Pair, node: number, twin: number): Grown | null {
  const { heap } = pair.after;
  const type = heap.types[node];
  const isText =
    type === NodeType.string || type === NodeType.concatenatedString || type === NodeType.slicedString;
  const isBytes = type === NodeType.native || heap.internal(node, "backing_store") >= 0;
  if (!isText && !isBytes && heap.internal(node, "buffer") < 0) return null;
  return {
    node,
    shape: isText ? "string" : "buffer",
    link: -1,
    before: null,
    after: null,
    isNew: twin < 0,
    kept: null,
    bytesBefore: retained(pair.before.heap, twin),
    bytesAfter: retained(heap, node),
  };
}

/** What the rest of the cases come to: an object that holds more than it did. */
function other(pair: Pair, node: number, heap: Heap, twin: number = twinOf(pair, node)): Grown {
  return {
    node,
    shape: "object",
    link: -1,
    before: null,
    after: null,
    isNew: twin < 0,
    kept: null,
    bytesBefore: retained(pair.before.heap, twin),
    bytesAfter: retained(heap, node),
  };
}

/** The part that an object dominates and that makes up so much of it, and the edge that leads there. */
function heaviestPart(heap: Heap, node: number, share = MOST_OF_IT): { node: number; label: string } | null {
  const { dominators, retainedSizes } = heap.graph;
  let heaviest = -1;
  let label = "";
  for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
    const target = heap.target(edge);
    if (dominators[target] !== node || heap.edgeType(edge) === EdgeType.weak) continue;
    if (heaviest >= 0 && retainedSizes[target]! <= retainedSizes[heaviest]!) continue;
    heaviest = target;
    label = `${heap.edgeType(edge)}:${heap.edgeName(edge)}`;
  }
  if (heaviest < 0 || retainedSizes[heaviest]! < share * retained(heap, node) - 512) return null;
  return { node: heaviest, label };
}

/** Where an edge of the same type and name leads from a node of the earlier snapshot; -1 when there is none. */
function counterpart(heap: Heap, node: number, label: string): number {
  if (node < 0) return -1;
  const type = Number(label.slice(0, label.indexOf(":")));
  const name = label.slice(label.indexOf(":") + 1);
  for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
    if (heap.edgeType(edge) === type && heap.edgeName(edge) === name) return heap.target(edge);
  }
  return -1;
}

import { decimalOf } from "./decimal-name.ts";
import type { Heap } from "./heap.ts";
import { EdgeType, NodeType } from "./model.ts";

/** What a collection is to a programmer; `object` is one used as a dictionary, or any with fields. */
export type CollectionShape = "Map" | "Set" | "WeakMap" | "Array" | "object";

/** A collection and what it counts. */
export interface Collection {
  readonly shape: CollectionShape;
  /** null when the entries are small integers or doubles, which leave no trace in a snapshot but their room. */
  readonly entries: number | null;
  /** Entries there is room for without growing; null for objects. */
  readonly capacity: number | null;
  /** The node of the backing store; -1 when the collection has none of its own. */
  readonly store: number;
}

/**
 * Counts the entries of a Map, Set, WeakMap, Array or object, subclasses included; null for what is none of them. Hash tables
 * are read by V8's own layout (src/objects/ordered-hash-table.h): three counters, the buckets, then entries of key, value
 * and chain (Map) or key and chain (Set), two for each bucket.
 */
export function collectionAt(heap: Heap, node: number): Collection | null {
  if (heap.types[node] !== NodeType.object || heap.isContext(node)) return null;
  const table = heap.internal(node, "table");
  if (table >= 0) return hashTable(heap, node, table);
  return arrayOrObject(heap, node);
}

function hashTable(heap: Heap, node: number, table: number): Collection | null {
  if (heap.name(node).endsWith(" Iterator")) return null;
  const slots = slotsIn(heap, table);
  const layout = [
    { shape: "Map" as const, stride: 3 },
    { shape: "Set" as const, stride: 2 },
  ].find(({ stride }) => isPowerOfTwo((slots - 3) / (1 + 2 * stride)));
  const weak = weakEntries(heap, table);
  if (weak > 0 || layout === undefined || heap.name(node).startsWith("Weak"))
    return {
      shape: "WeakMap",
      entries: weak,
      capacity: Math.max(0, Math.floor((slots - 3) / 2)),
      store: table,
    };
  const buckets = (slots - 3) / (1 + 2 * layout.stride);
  const entries = orderedEntries(heap, table, { start: 3 + buckets, stride: layout.stride, slots });
  const capacity = buckets * 2;
  return {
    shape: layout.shape,
    entries: entries === 0 && capacity > 4 ? null : entries,
    capacity,
    store: table,
  };
}

/** How many slots an array of V8's has, by its size; two slots' worth are its header. */
function slotsIn(heap: Heap, array: number): number {
  return heap.snapshot.nodes.selfSizes[array]! / heap.slotBytes - 2;
}

function isPowerOfTwo(value: number): boolean {
  return Number.isInteger(value) && value > 0 && (value & (value - 1)) === 0;
}

/** Entries of which at least the key or the value is an object or a string. */
function orderedEntries(
  heap: Heap,
  table: number,
  { start, stride, slots }: { readonly start: number; readonly stride: number; readonly slots: number },
): number {
  let count = 0;
  let last = -1;
  const seen = new Uint8Array(Math.ceil((slots - start) / stride) + 1);
  for (let edge = heap.firstEdges[table]!; edge < heap.firstEdges[table + 1]!; edge++) {
    const slot = slotOf(heap, edge);
    if (slot < start || heap.isPlaceholder(heap.target(edge))) continue;
    const entry = Math.floor((slot - start) / stride);
    if (entry === last || (entry < last && seen[entry] === 1)) continue;
    seen[entry] = 1;
    last = entry;
    count++;
  }
  return count;
}

/** The slot of an array that an edge stands for; -1 for other edges. */
export function slotOf(heap: Heap, edge: number): number {
  if (heap.edgeType(edge) !== EdgeType.internal) return -1;
  return decimalOf(heap.snapshot.strings, heap.edgeNames[edge]!);
}

/** A pair of a WeakMap has an edge to its value from the table, and is counted by that. */
function weakEntries(heap: Heap, table: number): number {
  let count = 0;
  for (let edge = heap.firstEdges[table]!; edge < heap.firstEdges[table + 1]!; edge++) {
    // Most are slots, whose names are told apart without being decoded.
    if (heap.edgeType(edge) !== EdgeType.internal || slotOf(heap, edge) >= 0) continue;
    if (isPair(heap.edgeName(edge))) count++;
  }
  return count;
}

/** Slots that are empty have a pair of V8's own placeholders. */
function isPair(name: string): boolean {
  return name.includes("part of key (") && !/part of key \((?:system \/|undefined|the_hole|hole)/u.test(name);
}

function arrayOrObject(heap: Heap, node: number): Collection {
  let elements = 0;
  let keys = 0;
  let halves = 0;
  let pairs = 0;
  const { names } = heap.snapshot.nodes;
  const proto = heap.word("__proto__");
  const pair = heap.word("system / AccessorPair");
  for (let edge = heap.firstEdges[node]!; edge < heap.firstEdges[node + 1]!; edge++) {
    const type = heap.edgeType(edge);
    if (type === EdgeType.element) elements++;
    else if (type === EdgeType.property && heap.edgeNames[edge] !== proto) {
      if (heap.isAccessorName(heap.edgeNames[edge]!)) halves++;
      else keys++;
      if (names[heap.target(edge)] === pair) pairs++;
    }
  }
  const store = heap.internal(node, "elements");
  const room = store < 0 ? 0 : Math.max(0, Math.floor(slotsIn(heap, store)));
  if (isArray(heap, node)) {
    // An array of numbers has room and no edges.
    const entries = elements === 0 && room > 4 ? null : elements;
    return { shape: "Array", entries, capacity: Math.max(room, elements), store };
  }
  // An accessor has an edge for itself and one for each half, or only those for the halves.
  const named = Math.max(keys + (pairs === 0 ? halves : 0), keysIn(heap, heap.internal(node, "properties")));
  return { shape: "object", entries: named + elements, capacity: null, store };
}

/** A store of properties that has room for so many is a table: fields at fixed places are fewer. */
const SMALLEST_TABLE = 64;
/** What V8 has before the entries of such a table (src/objects/dictionary.h): six slots, and for each entry three. */
const BEFORE_KEYS = 6;

/** The keys in the store of an object that is used as a dictionary, those of numbers too, to which no edge of the object leads. */
function keysIn(heap: Heap, store: number): number {
  if (store < 0) return 0;
  const room = (slotsIn(heap, store) - BEFORE_KEYS) / 3;
  if (room < SMALLEST_TABLE || !isPowerOfTwo(room)) return 0;
  let keys = 0;
  for (let edge = heap.firstEdges[store]!; edge < heap.firstEdges[store + 1]!; edge++) {
    const slot = slotOf(heap, edge);
    if (slot >= BEFORE_KEYS && slot % 3 === 0 && !heap.isPlaceholder(heap.target(edge))) keys++;
  }
  return keys;
}

/** Whether an object is an Array or of a class that extends it. */
function isArray(heap: Heap, node: number): boolean {
  const array = heap.word("Array");
  const { names } = heap.snapshot.nodes;
  let at = node;
  for (let step = 0; step < 6 && at >= 0; step++) {
    if (names[at] === array && heap.types[at] === NodeType.object) return true;
    if (heap.name(at) === "Object") return false;
    at = heap.property(at, "__proto__");
  }
  return false;
}

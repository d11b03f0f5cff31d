import { bufferBytes, builtin, isReference, mapSize, ownValue, setSize, types, viewed } from "./native.ts";
import type { Closures } from "./closures.ts";
import type { Collection } from "./collections.ts";
import { sampledEntries, sampleEntries } from "./entry-sample.ts";
import { charactersPerPiece } from "./texts.ts";
import type { EntrySize } from "./protocol.ts";

/** Objects looked at per entry; what lies farther away is likely to be shared by all entries. */
const objectsPerEntry = 1200;
/** So many are looked at before the loop may be given back: a socket leads to hundreds, and that takes a while. */
const objectsAtOnce = 32;
/** Bytes of table that an entry takes in its collection, at V8's mean load. */
const slotBytes = {
  Map: 37,
  Set: 25,
  Array: 12,
  object: 48,
  listeners: 12,
  timers: 0,
  promise: 0,
  handles: 0,
  modules: 0,
  chain: 64,
  string: charactersPerPiece,
};

/**
 * Estimates what one entry keeps alive, by adding up the objects reachable from a few entries and leaving out
 * what two of them share. Object sizes follow V8's layout on 64-bit without pointer compression (header of three
 * words, a word per field, 16 bytes per boxed double). Of functions, what the first few close over counts as well.
 */
export function* estimateEntrySize(
  collection: Collection,
  closures: Closures,
): Generator<void, EntrySize | null> {
  const owner = collection.owner();
  if (owner === undefined) return null;
  // Reading one character of a text would join the pieces it was made of.
  if (collection.kind === "string") return { sampled: 1, bytes: slotBytes.string, externalBytes: 0 };
  const entries = [...sampleEntries(collection, owner)];
  if (entries.length === 0) return null;
  // By way of the collection every entry leads to every other, and they seem to hold nothing of their own.
  const reached = new Map<object, number>([[owner, shared]]);
  for (const [index, entry] of entries.entries()) {
    closures.next(entries.length);
    yield* reach(entry, index, reached, closures);
    yield;
  }
  let heap = 0;
  let external = 0;
  let added = 0;
  for (const entry of entries) for (const part of entry) heap += primitiveBytes(part);
  for (const [object, entry] of reached) {
    if (entry === shared) continue;
    if (++added % objectsAtOnce === 0) yield;
    const size = shallowSize(object);
    heap += size.heap;
    external += size.external;
  }
  const bytes = (heap + external) / entries.length + slotBytes[collection.kind];
  return {
    sampled: entries.length,
    bytes: Math.round(bytes),
    externalBytes: Math.round(external / entries.length),
  };
}

/** A closure and the context that it often has to itself. */
const functionBytes = 64 + 40;
const shared = -1;
/** How a waiting timer is linked to the others that wait as long. */
const neighbours: ReadonlySet<string> = new Set(["_idlePrev", "_idleNext"]);

function* reach(
  parts: readonly unknown[],
  entry: number,
  reached: Map<object, number>,
  closures: Closures,
): Generator<void> {
  const queue: unknown[] = [...parts];
  for (let n = 0; n < queue.length && n < objectsPerEntry; n++) {
    const value = queue[n];
    if (!isReference(value) || types.isProxy(value)) continue;
    const before = reached.get(value);
    if (before === entry || before === shared) continue;
    reached.set(value, before === undefined ? entry : shared);
    if (n % objectsAtOnce === objectsAtOnce - 1) yield;
    if (typeof value === "function") {
      pushSome(queue, ...closures.heldBy(value));
      // Where hundreds of variables are in scope, as in lodash, reading a function takes most of a millisecond.
      yield;
    } else pushParts(value, queue);
  }
}

function pushParts(value: object, queue: unknown[]): void {
  if (types.isMap(value)) {
    for (const [k, v] of Map.prototype.entries.call(value)) if (!pushSome(queue, k, v)) return;
  } else if (types.isSet(value)) {
    for (const v of Set.prototype.values.call(value)) if (!pushSome(queue, v)) return;
  } else if (ArrayBuffer.isView(value)) {
    const { buffer } = viewed(value);
    if (!isPool(buffer)) pushSome(queue, buffer);
  } else if (Array.isArray(value)) {
    for (let i = 0; i < Math.min(value.length, objectsPerEntry); i++) pushSome(queue, ownValue(value, i));
  } else
    for (const key of Object.keys(value))
      if (!neighbours.has(key) && !pushSome(queue, ownValue(value, key))) return;
}

/** False when enough wait already. */
function pushSome(queue: unknown[], ...values: unknown[]): boolean {
  for (const value of values) if (isReference(value)) queue.push(value);
  return queue.length < objectsPerEntry * 2;
}

function shallowSize(object: object): { heap: number; external: number } {
  if (types.isAnyArrayBuffer(object)) return { heap: 96, external: bufferBytes(object) };
  if (ArrayBuffer.isView(object)) return viewSize(object);
  if (typeof object === "function") return { heap: functionBytes, external: 0 };
  if (Array.isArray(object)) return { heap: arraySize(object), external: 0 };
  if (types.isDate(object)) return { heap: 96, external: 0 };
  let heap = 24;
  if (types.isMap(object)) heap += 64 + mapSize(object) * slotBytes.Map;
  else if (types.isSet(object)) heap += 64 + setSize(object) * slotBytes.Set;
  if (types.isMap(object) || types.isSet(object)) heap += ownPrimitives(object);
  for (const name of Object.keys(object)) heap += 8 + primitiveBytes(ownValue(object, name));
  return { heap, external: 0 };
}

/** Small Buffers share a pool: each keeps its own part of it alive. */
function viewSize(view: object): { heap: number; external: number } {
  const { buffer, bytes } = viewed(view);
  return { heap: 96, external: isPool(buffer) ? bytes : 0 };
}

function isPool(buffer: object): boolean {
  const { poolSize } = builtin("node:buffer").Buffer;
  const bytes = bufferBytes(buffer);
  // Node 26 allots some more, to align what it hands out.
  return bytes >= poolSize && bytes <= poolSize + 64;
}

/** An array of nothing but numbers holds them in place, and most arrays have room to spare. */
function arraySize(array: readonly unknown[]): number {
  const looked = Math.min(array.length, objectsPerEntry);
  let boxed = 0;
  let numbers = 0;
  for (let i = 0; i < looked; i++) {
    const value = ownValue(array, i);
    if (typeof value === "number") numbers++;
    boxed += primitiveBytes(value);
  }
  const apart = numbers === looked ? 0 : (boxed * array.length) / Math.max(1, looked);
  return 48 + array.length * 8 + apart;
}

/** Strings and the like among the entries of a Map or Set, from the first few. */
function ownPrimitives(collection: object): number {
  const isMap = types.isMap(collection);
  const size = isMap ? mapSize(collection) : setSize(collection);
  const parts = isMap
    ? Map.prototype.entries.call(collection)
    : Set.prototype.values.call(collection as never);
  let looked = 0;
  let bytes = 0;
  for (const part of parts as Iterable<unknown>) {
    for (const each of isMap ? (part as unknown[]) : [part]) bytes += primitiveBytes(each);
    if (++looked === sampledEntries) break;
  }
  return looked === 0 ? 0 : (bytes * size) / looked;
}

/** Heap bytes of a primitive; small integers and booleans live in the field itself. */
function primitiveBytes(value: unknown): number {
  if (typeof value === "string")
    return value.length < 2 ? 0 : 16 + Math.ceil((value.length * width(value)) / 8) * 8;
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 0 : 16;
  if (typeof value === "bigint") return 24;
  return 0;
}

/** Bytes per character: two when one beyond Latin-1 is in it, of which the beginning tells. */
function width(text: string): number {
  for (let i = 0; i < Math.min(text.length, 64); i++) if (text.charCodeAt(i) > 0xff) return 2;
  return 1;
}

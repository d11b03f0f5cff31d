import { eachTimer } from "./timers.ts";
import { isReference, mapSize, ownValue, prototypeOf, setSize, types } from "./native.ts";
import type { Collection } from "./collections.ts";
import type { EntrySize } from "./protocol.ts";

const sampledEntries = 12;
/** Objects looked at per entry; what lies farther away is likely to be shared by all entries. */
const objectsPerEntry = 1200;
/** Bytes of table that an entry takes in its collection, at V8's mean load. */
const slotBytes = { Map: 37, Set: 25, Array: 12, object: 48, listeners: 12, timers: 0 };

/**
 * Estimates what one entry keeps alive, by adding up the objects reachable from a few entries and leaving out
 * what two of them share. Object sizes follow V8's layout on 64-bit without pointer compression (header of three
 * words, a word per field, 16 bytes per boxed double); closures' variables are not seen, so this errs low.
 */
export function* estimateEntrySize(collection: Collection): Generator<void, EntrySize | null> {
  const owner = collection.owner();
  if (owner === undefined) return null;
  const entries = [...sampleEntries(collection, owner)];
  if (entries.length === 0) return null;
  const reached = new Map<object, number>();
  for (const [index, entry] of entries.entries()) {
    reach(entry, index, reached);
    yield;
  }
  let heap = 0;
  let external = 0;
  for (const entry of entries) for (const part of entry) heap += primitiveBytes(part);
  for (const [object, entry] of reached) {
    if (entry === shared) continue;
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

/** Entries from the young end where that is cheap to reach, else from the beginning; each as its key and value. */
function* sampleEntries({ kind, key, someKeys }: Collection, owner: object): Generator<unknown[]> {
  if (kind === "Map") {
    const skip = Math.max(0, Math.min(mapSize(owner) - sampledEntries, 2000));
    let n = 0;
    for (const pair of Map.prototype.entries.call(owner) as Iterable<unknown[]>) {
      if (n >= skip + sampledEntries) return;
      if (n++ >= skip) yield pair;
    }
  } else if (kind === "Set") {
    let n = 0;
    for (const value of Set.prototype.values.call(owner))
      if (n++ < sampledEntries) yield [value];
      else return;
  } else if (kind === "Array") {
    const { length } = owner as unknown[];
    for (let i = Math.max(0, length - sampledEntries); i < length; i++) yield [ownValue(owner, i)];
  } else if (kind === "object") {
    for (const name of someKeys) yield [name, ownValue(owner, name)];
  } else if (kind === "timers") {
    const list = ownValue(owner, key!);
    let n = 0;
    if (isReference(list))
      for (const timer of eachTimer(list))
        if (n++ < sampledEntries) yield [timer];
        else return;
  } else {
    const events = ownValue(owner, "_events");
    const listeners = isReference(events) ? ownValue(events, key!) : undefined;
    if (Array.isArray(listeners)) for (const listener of listeners.slice(-sampledEntries)) yield [listener];
  }
}

const shared = -1;

function reach(parts: readonly unknown[], entry: number, reached: Map<object, number>): void {
  const queue: unknown[] = [...parts];
  for (let n = 0; n < queue.length && n < objectsPerEntry; n++) {
    const value = queue[n];
    if (!isReference(value) || types.isProxy(value)) continue;
    const before = reached.get(value);
    if (before === entry || before === shared) continue;
    reached.set(value, before === undefined ? entry : shared);
    if (typeof value !== "function") pushParts(value, queue);
  }
}

function pushParts(value: object, queue: unknown[]): void {
  if (types.isMap(value)) for (const [k, v] of Map.prototype.entries.call(value)) pushSome(queue, k, v);
  else if (types.isSet(value)) for (const v of Set.prototype.values.call(value)) pushSome(queue, v);
  else if (ArrayBuffer.isView(value)) pushSome(queue, value.buffer);
  else if (Array.isArray(value))
    for (let i = 0; i < Math.min(value.length, objectsPerEntry); i++) pushSome(queue, ownValue(value, i));
  else for (const key of Object.keys(value)) pushSome(queue, ownValue(value, key));
}

function pushSome(queue: unknown[], ...values: unknown[]): void {
  if (queue.length > objectsPerEntry * 2) return;
  for (const value of values) if (isReference(value)) queue.push(value);
}

function shallowSize(object: object): { heap: number; external: number } {
  if (types.isAnyArrayBuffer(object)) return { heap: 96, external: bufferBytes(object) };
  if (ArrayBuffer.isView(object)) return { heap: 96, external: 0 };
  let heap = 24;
  if (typeof object === "function") return { heap: 64, external: 0 };
  if (types.isMap(object)) heap += 64 + mapSize(object) * slotBytes.Map;
  else if (types.isSet(object)) heap += 64 + setSize(object) * slotBytes.Set;
  else if (Array.isArray(object)) heap += 24 + object.length * 8;
  if (prototypeOf(object) === Date.prototype) return { heap: 96, external: 0 };
  const names = Array.isArray(object) ? indices(object.length) : Object.keys(object);
  for (const name of names) heap += 8 + primitiveBytes(ownValue(object, name));
  return { heap, external: 0 };
}

/** Small Buffers share one pool of 8 KiB: an entry keeps a pool alive together with its neighbours. */
function bufferBytes(buffer: ArrayBufferLike): number {
  const { byteLength } = buffer;
  return byteLength === 8192 ? 1024 : byteLength;
}

function indices(length: number): number[] {
  return Array.from({ length: Math.min(length, objectsPerEntry) }, (_, index) => index);
}

/** Heap bytes of a primitive; small integers and booleans live in the field itself. */
function primitiveBytes(value: unknown): number {
  if (typeof value === "string") return value.length === 0 ? 0 : 16 + Math.ceil(value.length / 8) * 8;
  if (typeof value === "number") return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 0 : 16;
  if (typeof value === "bigint") return 24;
  return 0;
}

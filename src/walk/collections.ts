import type { Bounded } from "./bounded.ts";
import { isReference, mapSize, ownValue, setSize, types } from "./native.ts";
import type { NodeIndex } from "./paths.ts";
import type { CollectionKind } from "./protocol.ts";
import type { Reactions } from "./reactions.ts";
import type { Slot } from "./reach.ts";
import { lengthOf, piecesIn } from "./texts.ts";
import { Variable } from "./variables.ts";

/** Counts entries without running the program's code; null when the collection is gone. */
export type Counter = () => number | null;

/** One collection that the walk reached: held weakly, so that looking never keeps anything alive. */
export interface Collection {
  readonly id: number;
  readonly kind: CollectionKind;
  readonly node: NodeIndex;
  readonly count: Counter;
  /** The collection, or for listeners the object they are on; undefined once it is gone. */
  readonly owner: () => object | undefined;
  /** The object whose property or `#field` holds the collection; undefined where there is none, or it is gone. */
  readonly holder: () => object | undefined;
  /** Event of a listener list, duration of a timer list, property that links a chain; null otherwise. */
  readonly key: PropertyKey | null;
  readonly first: number;
  last: number;
  /** Some of the keys of a dictionary object, so that looking at a few entries need not list all keys again. */
  readonly someKeys: readonly string[];
  /** Set for the collections of `sawtooth/bounded`, which are no Map, Set or array by themselves. */
  readonly bounded: () => Bounded | null;
}

const keptKeys = 12;

/**
 * Keys of an object can be counted only by listing them all, at about 0.17 µs each: beyond this many it takes a
 * noticeable pause, and such an object is counted only when asked for.
 */
const heavyKeys = 40_000;
/** Beyond this many it would take a third of a second: such an object is not counted again. */
const tooManyKeys = 2_000_000;

/** Every collection found, by the order of discovery; an id never changes. */
export class Collections {
  readonly #all: Collection[] = [];

  get length(): number {
    return this.#all.length;
  }

  get(id: number): Collection | undefined {
    return this.#all[id];
  }

  [Symbol.iterator](): Iterator<Collection> {
    return this.#all[Symbol.iterator]();
  }

  /** Registers a collection; `keys` are those of a dictionary object, which take a while to list. */
  add(
    kind: CollectionKind,
    node: NodeIndex,
    owner: object,
    key: PropertyKey | null,
    count: Counter,
    { keys, slot = null }: { readonly keys?: readonly string[]; readonly slot?: Slot | null } = {},
  ): Collection {
    const reference = new WeakRef(owner);
    const first = keys?.length ?? count() ?? 0;
    const collection: Collection = {
      id: this.#all.length,
      kind,
      node,
      count,
      owner: () => reference.deref(),
      holder: slot === null ? () => undefined : holderIn(slot),
      key,
      first,
      last: first,
      someKeys: keys?.slice(-keptKeys) ?? [],
      bounded: () => null,
    };
    this.#all.push(collection);
    return collection;
  }

  /** Registers a collection of `sawtooth/bounded`. */
  addBounded(kind: CollectionKind, node: NodeIndex, owner: object, bounded: Bounded): void {
    const reference = new WeakRef(bounded);
    const count: Counter = () => reference.deref()?.size ?? null;
    const collection = this.add(kind, node, owner, null, count);
    this.#all[collection.id] = { ...collection, bounded: () => reference.deref() ?? null };
  }
}

/** Whether counting this one again would take a noticeable pause. */
export function isHeavy(collection: Collection): boolean {
  return collection.kind === "object" && collection.last > heavyKeys;
}

/** Whether counting this one again would stop the program for too long. */
export function isTooHeavy(collection: Collection): boolean {
  return collection.kind === "object" && collection.last > tooManyKeys;
}

type Plain = "Map" | "Set" | "Array" | "object";

const countBy: Record<Plain, (owner: object) => number> = {
  Map: mapSize,
  Set: setSize,
  Array: (array) => arrayEntries(array as unknown[]),
  object: (object) => Object.keys(object).length,
};

const probes = 16;
/** Listing the indexes of a longer array takes a noticeable pause. */
const mostListed = 100_000;
/** So many slots of an array that has gaps are read, at regular distances where it is longer. */
const mostRead = 4096;

/**
 * Entries of an array: its length, unless there are gaps. Slots may be deleted behind the newest; and a queue in a ring
 * keeps room ahead of its entries, doubles it when it is full, and leaves `undefined` behind what was taken.
 */
function arrayEntries(array: unknown[]): number {
  const { length } = array;
  if (length <= probes * 4) return length;
  const slots = Array.from({ length: probes }, (_, probe) =>
    Math.round((probe / (probes - 1)) * (length - 1)),
  );
  const filled = slots.filter((slot) => ownValue(array, slot) !== undefined).length;
  if (filled === probes) return length;
  const present = slots.filter((slot) => Object.hasOwn(array, slot)).length;
  // Entries may be `undefined` themselves.
  if (filled === 0 && present === probes) return length;
  if (present < probes / 2 && length <= mostListed) return Object.keys(array).length;
  return filledSlots(array);
}

function filledSlots(array: unknown[]): number {
  const { length } = array;
  const read = Math.min(length, mostRead);
  let filled = 0;
  for (let n = 0; n < read; n++) if (ownValue(array, Math.floor((n / read) * length)) !== undefined) filled++;
  return Math.round((filled / read) * length);
}

const isOfKind: Record<Plain, (value: object) => boolean> = {
  Map: types.isMap,
  Set: types.isSet,
  Array: (value) => Array.isArray(value) && !types.isProxy(value),
  object: (value) => typeof value === "object" && !types.isProxy(value) && !Array.isArray(value),
};

/**
 * Counts what `owner` itself holds: a Map, Set, array or dictionary object; or what has taken its place since in the
 * property that held it, as in `this.items = this.items.concat(item)`.
 */
export function counterOf(kind: Plain, owner: object, slot: Slot | null = null): Counter {
  const reference = new WeakRef(owner);
  const current = slot === null ? (): undefined => undefined : currentIn(slot);
  const done = doneIn(slot);
  return () => {
    const now = current();
    const counted = isReference(now) && isOfKind[kind](now) ? now : reference.deref();
    return counted === undefined ? null : Math.max(0, countBy[kind](counted) - done());
  };
}

/**
 * undici, which `fetch` is made of, leaves up to 256 requests in the queue of a connection when they are done, and keeps beside it
 * how far it has come.
 */
function doneIn(slot: Slot | null): () => number {
  const isQueue =
    slot !== null &&
    !(slot instanceof Variable) &&
    typeof slot.key === "symbol" &&
    slot.key.description === "queue";
  const index = isQueue
    ? Object.getOwnPropertySymbols(slot.holder).find(({ description }) => description === "running index")
    : undefined;
  if (!isQueue || index === undefined) return () => 0;
  const holder = new WeakRef(slot.holder);
  return () => Number(ownValue(holder.deref() ?? {}, index) ?? 0);
}

/** An object that is replaced by a copy of itself may be so far above the collection. */
const mostCopied = 4;
const readers = new WeakMap<object, () => unknown>();

/** The object whose property or field the slot is, without keeping it alive. */
function holderIn(slot: Slot): () => object | undefined {
  if (slot instanceof Variable) return () => slot.instance;
  const reference = new WeakRef(slot.holder);
  return () => reference.deref();
}

/**
 * Reads what a property or variable holds, without keeping anything alive. The object whose property it is may have been
 * replaced itself, as in `state = { ...state, byId }`.
 */
export function currentIn(slot: Slot, depth = 0): () => unknown {
  if (slot instanceof Variable) return () => slot.value;
  const known = readers.get(slot);
  if (known !== undefined) return known;
  const reference = new WeakRef(slot.holder);
  const { key, within } = slot;
  const outer =
    within === null || depth === mostCopied ? (): undefined => undefined : currentIn(within, depth + 1);
  const reader = (): unknown => {
    const now = outer();
    const held = isReference(now) ? ownValue(now, key) : undefined;
    if (held !== undefined) return held;
    const holder = reference.deref();
    return holder === undefined ? undefined : ownValue(holder, key);
  };
  readers.set(slot, reader);
  return reader;
}

/** Counts the pieces of the text that a property holds. */
export function textCounter(slot: Slot): Counter {
  const current = currentIn(slot);
  return () => piecesIn(lengthOf(current()));
}

/** Counts the reactions that a promise got while it was followed. */
export function reactionCounter(reactions: Reactions, promise: object): Counter {
  const reference = new WeakRef(promise);
  return () => {
    const alive = reference.deref();
    return alive === undefined ? null : reactions.count(alive);
  };
}

/** Whether an emitter keeps the number of events that it has listeners for, as Node's and those like it do. */
export function countsEvents(emitter: object): boolean {
  return typeof ownValue(emitter, "_eventsCount") === "number";
}

/** Counts the events that an EventEmitter has listeners for. */
export function eventCounter(emitter: object): Counter {
  const reference = new WeakRef(emitter);
  return () => {
    const alive = reference.deref();
    const count = alive === undefined ? null : ownValue(alive, "_eventsCount");
    return typeof count === "number" ? count : null;
  };
}

/** Counts the listeners of one event of an EventEmitter, whatever array holds them at the time. */
export function emitterCounter(emitter: object, event: PropertyKey): Counter {
  const reference = new WeakRef(emitter);
  return () => {
    const alive = reference.deref();
    const events = alive === undefined ? undefined : ownValue(alive, "_events");
    if (typeof events !== "object" || events === null) return alive === undefined ? null : 0;
    const listeners = ownValue(events, event);
    if (isReference(listeners) && types.isProxy(listeners)) return 0;
    return Array.isArray(listeners) ? listeners.length : typeof listeners === "function" ? 1 : 0;
  };
}

/** The listener table of an EventTarget: a Map from event type to the head of a linked list that knows its size. */
export function eventTable(target: object): Map<string, object> | null {
  for (const symbol of Object.getOwnPropertySymbols(target)) {
    if (symbol.description !== "kEvents") continue;
    const table = ownValue(target, symbol);
    if (types.isMap(table)) return table as Map<string, object>;
  }
  return null;
}

/** Counts the listeners of one event type of an EventTarget. */
export function targetCounter(target: object, event: string): Counter {
  const reference = new WeakRef(target);
  return () => {
    const alive = reference.deref();
    if (alive === undefined) return null;
    const root = Map.prototype.get.call(eventTable(alive) ?? new Map(), event) as object | undefined;
    const size = root === undefined ? 0 : ownValue(root, "size");
    return typeof size === "number" ? size : 0;
  };
}

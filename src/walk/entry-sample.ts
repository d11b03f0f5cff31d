import { eventTable, isHeavy, type Collection } from "./collections.ts";
import { nextOf } from "./chains.ts";
import { isReference, mapSize, ownValue, types } from "./native.ts";
import { eachTimer } from "./timers.ts";

/** Of a collection so many entries are sized. */
export const sampledEntries = 12;
/** Of a large Map no more entries are skipped to come to young ones. */
const mostSkipped = 2000;

/** A few entries of a collection, young ones where those are cheap to reach; each as the values it consists of. */
export function sampleEntries(collection: Collection, owner: object): Iterable<unknown[]> {
  const bounded = collection.bounded();
  if (bounded !== null) return bounded.sample(sampledEntries);
  switch (collection.kind) {
    case "Map":
      return mapEntries(owner);
    case "Set":
      return first(Set.prototype.values.call(owner as never));
    case "Array":
      return arrayEntries(owner as unknown[]);
    case "object":
      return objectEntries(collection, owner);
    case "timers":
      return timersOf(ownValue(owner, collection.key!));
    case "chain":
      return links(owner, collection.key!);
    case "promise":
    case "handles":
    case "modules":
    case "string":
      return []; // Nothing shows what waits, and a text has no entries.
    case "listeners":
      return ownValue(owner, "_events") === undefined
        ? first(targetListeners(owner, String(collection.key)))
        : emitterListeners(owner, collection.key);
  }
}

function* mapEntries(map: object): Generator<unknown[]> {
  const skip = Math.max(0, Math.min(mapSize(map) - sampledEntries, mostSkipped));
  let n = 0;
  for (const pair of Map.prototype.entries.call(map) as Iterable<unknown[]>) {
    if (n >= skip + sampledEntries) return;
    if (n++ >= skip) yield pair;
  }
}

function* arrayEntries(array: unknown[]): Generator<unknown[]> {
  const { length } = array;
  for (let i = Math.max(0, length - sampledEntries); i < length; i++) yield [ownValue(array, i)];
}

function* objectEntries(collection: Collection, object: object): Generator<unknown[]> {
  const names = isHeavy(collection) ? collection.someKeys : Object.keys(object).slice(-sampledEntries);
  for (const name of names) if (Object.hasOwn(object, name)) yield [name, ownValue(object, name)];
}

function* timersOf(list: unknown): Generator<unknown[]> {
  if (isReference(list)) yield* first(eachTimer(list));
}

/** What each link of a chain holds besides other links. */
function* links(head: object, key: PropertyKey): Generator<unknown[]> {
  let link: object | null = head;
  for (let n = 0; n < sampledEntries && link !== null; n++, link = nextOf(link, key)) {
    const of = link;
    const values = Object.keys(of).map((name) => ownValue(of, name));
    yield values.filter((value) => !isReference(value) || types.isProxy(value) || !Object.hasOwn(value, key));
  }
}

/** The listeners of an event; of all events, where it is null, one of each and its name. */
function* emitterListeners(emitter: object, event: PropertyKey | null): Generator<unknown[]> {
  const events = ownValue(emitter, "_events");
  if (!isReference(events) || types.isProxy(events)) return;
  if (event === null) {
    for (const name of Object.keys(events).slice(-sampledEntries)) yield [name, ownValue(events, name)];
    return;
  }
  const listeners = ownValue(events, event);
  if (Array.isArray(listeners) && !types.isProxy(listeners)) yield* arrayEntries(listeners);
}

function* targetListeners(target: object, event: string): Generator {
  const root = Map.prototype.get.call(eventTable(target) ?? new Map(), event) as object | undefined;
  let listener = root === undefined ? undefined : ownValue(root, "next");
  for (; isReference(listener); listener = ownValue(listener, "next")) yield ownValue(listener, "callback");
}

function* first(values: Iterable<unknown>): Generator<unknown[]> {
  let n = 0;
  for (const value of values) {
    if (n++ >= sampledEntries) return;
    yield [value];
  }
}

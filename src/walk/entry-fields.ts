import type { Collection } from "./collections.ts";
import { sampleEntries } from "./entry-sample.ts";
import { isPlain, isReference, namesOf, ownValue, types } from "./native.ts";
import type { EntryFields } from "./protocol.ts";

const fewestSampled = 4;
/** An entry of more fields is a dictionary, and its fields are data. */
const mostFields = 32;

/** The fields that entries have, and those that say nothing in any; null where entries are not objects with fields. */
export function fieldsOfEntries(collection: Collection): EntryFields | null {
  const owner = collection.owner();
  if (owner === undefined || !["Map", "Set", "Array", "object"].includes(collection.kind)) return null;
  const names = new Set<string>();
  const told = new Set<string>();
  let sampled = 0;
  let plain = true;
  for (const entry of sampleEntries(collection, owner)) {
    const value = entry.at(-1);
    if (!isReference(value) || typeof value !== "object" || types.isProxy(value) || Array.isArray(value))
      return null;
    const own = namesOf(value);
    if (own.length === 0 || own.length > mostFields) return null;
    sampled++;
    plain &&= isPlain(value);
    for (const name of own) {
      names.add(name);
      if (saysSomething(ownValue(value, name))) told.add(name);
    }
  }
  return sampled < fewestSampled ? null : { plain, names: [...names], told: [...told] };
}

/** What stands for no time: `0`, `null`, `undefined`, `Infinity`. */
function saysSomething(value: unknown): boolean {
  return typeof value === "number"
    ? Number.isFinite(value) && value !== 0
    : value !== undefined && value !== null;
}

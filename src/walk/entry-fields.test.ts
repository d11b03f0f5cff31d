import { expect, test } from "vitest";
import { Collections, counterOf } from "./collections.ts";
import { fieldsOfEntries } from "./entry-fields.ts";
import type { NodeIndex } from "./paths.ts";
import type { EntryFields } from "./protocol.ts";

function fieldsOf(kind: "Map" | "Set" | "Array" | "object", owner: object): EntryFields | null {
  const keys = kind === "object" ? { keys: Object.keys(owner) } : {};
  return fieldsOfEntries(
    new Collections().add(kind, 0 as NodeIndex, owner, null, counterOf(kind, owner), keys),
  );
}

const entries = Array.from({ length: 6 }, (_, n) => ({
  t: 0,
  v: `v${n}`,
  last: n < 5 ? undefined : 7,
  at: null,
}));

test.each<["Map" | "Set" | "Array" | "object", object]>([
  ["Map", new Map(entries.map((entry, n) => [n, entry]))],
  ["Set", new Set(entries)],
  ["Array", entries],
  ["object", Object.fromEntries(entries.map((entry) => [entry.v, entry]))],
])("the fields of entries in a %s are told, and those that say something", (kind, owner) => {
  expect(fieldsOf(kind, owner)).toEqual({
    plain: true,
    names: ["t", "v", "last", "at"],
    told: ["v", "last"],
  });
});

class Session {
  readonly expires = 5;
}

test.each<[what: string, owner: unknown[], expected: EntryFields | null]>([
  [
    "of a class are not plain",
    Array.from({ length: 4 }, () => new Session()),
    { plain: false, names: ["expires"], told: ["expires"] },
  ],
  ["that are no objects have none", [1, 2, 3, 4], null],
  ["that are bytes have none", Array.from({ length: 4 }, () => new Uint8Array(4)), null],
  ["too few to say", [{ a: 1 }, { a: 1 }], null],
  [
    "with ever so many fields have none",
    entries.map(() => Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, n]))),
    null,
  ],
])("entries %s", (_what, owner, expected) => {
  expect(fieldsOf("Array", owner)).toEqual(expected);
});

test("no getter of an entry is called", () => {
  const entry = {
    get expires(): number {
      throw new Error("called");
    },
  };
  expect(fieldsOf("Array", [entry, entry, entry, entry])).toEqual({
    plain: true,
    names: ["expires"],
    told: [],
  });
});

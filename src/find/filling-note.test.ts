import { expect, test } from "vitest";
import type { CollectionFacts } from "#walk";
import { beliedNote, fillingNote, limitOf } from "./filling-note.ts";
import type { ObservedCollection } from "./suspects.ts";

function observed(bound: CollectionFacts["bound"], members = 1): ObservedCollection {
  const facts = { bound, className: "BoundedMap" } as CollectionFacts;
  const points = [100, 400].map((count, index) => ({ atMs: index * 1000, count }));
  return { facts, members, points, countedRarely: false, watch: null, unwatched: null };
}

const bounded = { kind: "bounded", reason: null } as const;
const declared = { kind: "unbounded", reason: "one per locale" } as const;

test("a limit that stands beside a collection is for all that are reached alike, a declared one for each", () => {
  expect(limitOf(observed({ name: "max", value: 500 }, 3))?.value).toBe(500);
  expect(limitOf(observed({ name: "max", value: 500, declared: bounded }, 3))?.value).toBe(1500);
  expect(limitOf(observed(null))).toBeNull();
});

test("what is filling is told with how full it is", () => {
  const notes = [
    observed({ name: "capacity", value: 500 }),
    observed({ name: "max", value: 500, declared: bounded }),
    observed({ name: "max", value: 500, declared: bounded }, 3),
    observed({ name: "maxBytes", value: 1e6, declared: bounded }),
    observed({ name: "warnAt", value: 10_000, declared }),
  ].map((each) => fillingNote("cache (src/a.ts)", each));
  expect(notes).toEqual([
    "cache (src/a.ts) is still filling up to its limit (capacity: 500).",
    "cache (src/a.ts) is bounded and still filling: 400 of 500 entries.",
    "cache (src/a.ts), 3 of them, are bounded and still filling: 400 of 1500 entries.",
    "cache (src/a.ts) is bounded and still filling up to 1000000 bytes (maxBytes): 400 entries.",
    "cache (src/a.ts) gained 300 entries and is unbounded on purpose: “one per locale”. It has 400; from 10000 on (warnAt) its growth counts as a leak.",
  ]);
});

test("a reason that growth belies is told", () => {
  expect(beliedNote("cache", observed({ name: "warnAt", value: 300, declared }))).toBe(
    "cache was declared unbounded: “one per locale”. It has 400 entries and goes on growing.",
  );
  expect(beliedNote("cache", observed({ name: "max", value: 300, declared: bounded }))).toBeNull();
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { Seen } from "./seen.ts";

test("it answers as a Map does", () => {
  const keys = Array.from({ length: 20 }, () => ({}));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(19), fc.nat()), { maxLength: 100 }), (entries) => {
      const [seen, map] = [new Seen<number>(), new Map<object, number>()];
      for (const [key, value] of entries) {
        // A walk sets each key once.
        if (!map.has(keys[key]!)) {
          seen.set(keys[key]!, value);
          map.set(keys[key]!, value);
        }
        for (const each of keys) expect(seen.get(each)).toBe(map.get(each));
      }
    }),
  );
});

test("it answers as a Map does beyond the size of a shard", () => {
  const keys = Array.from({ length: 150_000 }, () => ({}));
  const seen = new Seen<number>();
  for (const [index, key] of keys.entries()) seen.set(key, index);
  expect(keys.every((key, index) => seen.get(key) === index)).toBe(true);
  expect(seen.get({})).toBeUndefined();
});

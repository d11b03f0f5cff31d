import fc from "fast-check";
import { expect, test } from "vitest";
import { HolderSets, NO_HOLDERS } from "./holder-sets.ts";
import { PairTable } from "./pair-table.ts";

const number = fc.oneof(fc.nat(8), fc.integer({ min: 2 ** 31 - 4, max: 2 ** 32 - 1 }));

test("pairs are numbered in the order they are first seen, as a Map would", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(number, number), { maxLength: 400 }), (pairs) => {
      const table = new PairTable(4);
      const known = new Map<string, number>();
      for (const [a, b] of pairs) {
        const key = `${a},${b}`;
        if (!known.has(key)) known.set(key, known.size);
        expect(table.rowOf(a, b)).toBe(known.get(key));
        expect(table.count).toBe(known.size);
      }
    }),
  );
});

test("sets of holders keep the first six of them, in order, and equal ones are one number", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(9), { maxLength: 12 }), { maxLength: 40 }), (all) => {
      const sets = new HolderSets();
      const known = new Map<string, number>();
      for (const holders of all) {
        const set = holders.reduce((so, holder) => sets.with(so, holder), NO_HOLDERS);
        const first = [...new Set(holders)].slice(0, 6);
        expect(sets.members(set)).toEqual(first);
        expect(known.get(first.join()) ?? set).toBe(set);
        known.set(first.join(), set);
      }
      expect(new Set(known.values()).size).toBe(known.size);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { BoundedError, BoundedSet } from "#bounded";

test("no bound does not compile", () => {
  // @ts-expect-error -- no bound
  expect(() => new BoundedSet<number>()).toThrow(BoundedError);
  // @ts-expect-error -- the constructor of Set
  expect(() => new BoundedSet<number>([1, 2])).toThrow(/entries second/);
});

test("values that are asked for stay, the others go", () => {
  const set: Set<number> = new BoundedSet<number>({ max: 3 }, [1, 2, 3]);
  expect(set.has(1)).toBe(true);
  set.add(4);
  expect([...set]).toEqual([1, 3, 4]);
  const seen: unknown[] = [];
  set.forEach((value, same, all) => seen.push([value, same, all === set]));
  expect(seen).toEqual([
    [1, 1, true],
    [3, 3, true],
    [4, 4, true],
  ]);
  expect([...set.entries()]).toEqual([
    [1, 1],
    [3, 3],
    [4, 4],
  ]);
});

test("set operations are those of sets", () => {
  const values = fc.uniqueArray(fc.nat(9));
  fc.assert(
    fc.property(values, values, (left, right) => {
      const set = new BoundedSet<number>({ max: 20 }, left);
      const [a, b] = [new Set(left), new Set(right)];
      expect(set.union(b)).toEqual(new Set([...a, ...b]));
      expect(set.intersection(b)).toEqual(new Set(left.filter((n) => b.has(n))));
      expect(set.difference(b)).toEqual(new Set(left.filter((n) => !b.has(n))));
      expect(set.symmetricDifference(b)).toEqual(
        new Set([...left.filter((n) => !b.has(n)), ...right.filter((n) => !a.has(n))]),
      );
      expect(set.isSubsetOf(b)).toBe(left.every((n) => b.has(n)));
      expect(set.isSupersetOf(b)).toBe(right.every((n) => a.has(n)));
      expect(set.isDisjointFrom(b)).toBe(left.every((n) => !b.has(n)));
    }),
    { numRuns: 200 },
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { BoundedArray, BoundedError } from "#bounded";

test("no bound does not compile", () => {
  // @ts-expect-error -- no bound
  expect(() => new BoundedArray<number>()).toThrow(BoundedError);
  // @ts-expect-error -- no max
  expect(() => new BoundedArray<number>({})).toThrow(/^sawtooth: max is undefined/);
});

test.each(["drop-oldest", "drop-newest", "throw"] as const)(
  "a ring that is told to %s does what an array does",
  (onFull) => {
    const step = fc.oneof(fc.nat(99), fc.constantFrom("shift" as const, "pop" as const, "clear" as const));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(step, { maxLength: 300, size: "max" }),
        (max, steps) => {
          const ring = new BoundedArray<number>({ max, onFull });
          let model: number[] = [];
          for (const each of steps) {
            if (each === "shift") expect(ring.shift()).toBe(model.shift());
            else if (each === "pop") expect(ring.pop()).toBe(model.pop());
            else if (each === "clear") {
              ring.clear();
              model = [];
            } else if (model.length < max) expect(ring.push(each)).toBe(model.push(each));
            else if (onFull === "throw") expect(() => ring.push(each)).toThrow(/is full/);
            else {
              ring.push(each);
              if (onFull === "drop-oldest") model = [...model.slice(1), each];
            }
            expect(ring.toArray()).toEqual(model);
            expect([ring.at(0), ring.at(-1), ring.at(model.length), ring.at(1)]).toEqual([
              model.at(0),
              model.at(-1),
              model.at(model.length),
              model.at(1),
            ]);
          }
        },
      ),
      { numRuns: 100 },
    );
  },
);

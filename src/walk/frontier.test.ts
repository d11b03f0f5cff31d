import fc from "fast-check";
import { expect, test } from "vitest";
import { Frontier } from "./frontier.ts";

test("values come out cheapest first, whatever was pushed between", () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(160), { nil: null }), { maxLength: 200 }), (script) => {
      const frontier = new Frontier<number>();
      const waiting: number[] = [];
      for (const cost of script) {
        if (cost !== null) {
          frontier.push(cost, cost);
          waiting.push(cost);
        } else {
          waiting.sort((a, b) => b - a);
          expect(frontier.lowest).toBe(waiting.at(-1) ?? Infinity);
          expect(frontier.pop()).toBe(waiting.pop());
        }
        expect(frontier.size).toBe(waiting.length);
      }
    }),
  );
});

test("an empty frontier has nothing and no lowest cost", () => {
  const frontier = new Frontier<string>();
  expect([frontier.pop(), frontier.lowest, frontier.size]).toEqual([undefined, Infinity, 0]);
  frontier.push("dear", 100);
  frontier.pop();
  frontier.push("cheap", 1);
  expect([frontier.lowest, frontier.pop(), frontier.lowest]).toEqual([1, "cheap", Infinity]);
});

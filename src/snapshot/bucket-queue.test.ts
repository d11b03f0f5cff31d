import fc from "fast-check";
import { expect, test } from "vitest";
import { BucketQueue } from "./bucket-queue.ts";

test("gives back everything in the order of costs, however costs are pushed", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60), { minLength: 1, maxLength: 300 }), (steps) => {
      const queue = new BucketQueue(64);
      const popped: number[] = [];
      // Each step is pushed at so much above the cost reached so far, and every third push is followed by a pop.
      const costs: number[] = [];
      for (const [node, step] of steps.entries()) {
        costs[node] = queue.cost + step;
        queue.push(node, costs[node]);
        if (node % 3 === 0) popped.push(queue.pop());
      }
      for (let node = queue.pop(); node >= 0; node = queue.pop()) popped.push(node);
      expect(popped.toSorted((a, b) => a - b)).toEqual(steps.map((_, node) => node));
      const order = popped.map((node) => costs[node]!);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { ALLOC_SPACE, AllocationLedger, INUSE_SPACE } from "./allocation-ledger.ts";
import type { HeapTree } from "./heap-tree.ts";

const INTERVAL = 1000;

/** A reading in which the samples of these numbers live, all at one function, a thousand bytes each. */
function reading(ordinals: readonly number[], nodeId = 2): HeapTree {
  const frame = (functionName: string, url: string): HeapTree["head"]["callFrame"] => ({
    functionName,
    scriptId: "1",
    url,
    lineNumber: 0,
    columnNumber: 0,
  });
  return {
    head: {
      callFrame: frame("(root)", ""),
      id: 1,
      children: [{ callFrame: frame("keep", "/app.js"), id: nodeId, children: [] }],
    },
    samples: ordinals.map((ordinal) => ({ size: INTERVAL, nodeId, ordinal })),
  };
}

function totals(ledger: AllocationLedger, tree: HeapTree): { alloc: number; inuse: number } {
  const rows = [...ledger.rows(tree)];
  const sum = (column: number): number => rows.reduce((total, { values }) => total + values[column]!, 0);
  return { alloc: sum(ALLOC_SPACE), inuse: sum(INUSE_SPACE) };
}

test("what was allocated is counted once however often it is read, and never falls", () => {
  const alive = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 50 })), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(alive, (births) => {
      const ledger = new AllocationLedger();
      let newest = 0;
      let before = 0;
      for (const born of births) {
        const ordinals = born.map((offset) => newest + offset);
        newest = Math.max(newest, ...ordinals);
        const tree = reading(ordinals);
        ledger.add(tree, 1, INTERVAL);
        ledger.add(tree, 1, INTERVAL);
        const { alloc, inuse } = totals(ledger, tree);
        expect(alloc).toBe(newest * INTERVAL);
        expect(alloc).toBeGreaterThanOrEqual(before);
        expect(inuse).toBe(born.length * INTERVAL);
        before = alloc;
      }
    }),
  );
});

test("a new run of the sampler counts from the start and keeps what was counted before", () => {
  const ledger = new AllocationLedger();
  ledger.add(reading([1, 2, 3]), 1, INTERVAL);
  const tree = reading([1, 2]);
  ledger.add(tree, 2, INTERVAL);
  expect(totals(ledger, tree)).toEqual({ alloc: 5 * INTERVAL, inuse: 2 * INTERVAL });
});

test("another profiler's sampler in the place of ours is noticed, and our own is not taken for one", () => {
  const ledger = new AllocationLedger();
  ledger.add(reading([1, 5, 9]), 1, INTERVAL);
  expect(ledger.isOfAnotherRun(reading([1, 9, 12]), 1)).toBe(false);
  expect(ledger.isOfAnotherRun(reading([14]), 1)).toBe(false);
  expect(ledger.isOfAnotherRun(reading([]), 1)).toBe(false);
  expect(ledger.isOfAnotherRun(reading([1, 5], 7), 1)).toBe(true);
  expect(ledger.isOfAnotherRun(reading([2, 3]), 1)).toBe(true);
  expect(ledger.isOfAnotherRun(reading([2, 3]), 2)).toBe(false);
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NearLimit } from "./near-limit.ts";

const MIB = 2 ** 20;

/** A heap over time: what is live, and what is in use with garbage. */
type Heap = (atMs: number) => { readonly used: number; readonly live: number };

interface Taken {
  readonly atMs: number;
  readonly fill: number;
}

/** Follows a heap as the recorder does, until it reaches the limit; a profile takes `costMs` and collects garbage. */
function follow(
  heap: Heap,
  limit: number,
  { costMs = 50, untilMs = 3_600_000 } = {},
): { taken: Taken[]; endMs: number } {
  const near = new NearLimit(limit);
  const taken: Taken[] = [];
  let atMs = 0;
  while (atMs < untilMs) {
    const { used } = heap(atMs);
    if (used >= limit) break;
    const { due, watchClosely } = near.read(atMs, used);
    if (due) {
      atMs += costMs;
      const { live } = heap(atMs);
      if (live >= limit) break;
      taken.push({ atMs, fill: live / limit });
      near.taken(atMs, costMs, { before: used, after: live });
    }
    atMs += watchClosely ? 20 : Math.min(500, Math.max(100, limit / (2 * MIB)));
  }
  return { taken, endMs: atMs };
}

describe("a heap that leaks", () => {
  test("has a profile before the limit at any rate that leaves some seconds, and the last one shows it nearly full", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 4096 }),
        fc.double({ min: 2.5, max: 3000, noNaN: true }),
        fc.integer({ min: 1, max: 400 }),
        (limitMib, seconds, costMs) => {
          fc.pre(costMs < (seconds * 1000) / 10);
          const limit = limitMib * MIB;
          const heap: Heap = (atMs) => {
            const live = (limit * atMs) / (seconds * 1000);
            return { live, used: live };
          };
          const { taken } = follow(heap, limit, { costMs });
          expect(taken.length).toBeGreaterThan(0);
          expect(taken.at(-1)!.fill).toBeGreaterThan(0.6);
          expect(taken.length).toBeLessThan(20);
        },
      ),
    );
  });

  test("has profiles at rising levels up to the last tenth when it leaks slowly", () => {
    const limit = 512 * MIB;
    const { taken } = follow((atMs) => ({ live: atMs * 400, used: atMs * 400 }), limit);
    expect(taken.length).toBeGreaterThanOrEqual(4);
    expect(taken.map(({ fill }) => fill)).toEqual(taken.map(({ fill }) => fill).toSorted((a, b) => a - b));
    expect(taken.at(-1)!.fill).toBeGreaterThan(0.9);
  });
});

describe("a heap that does not leak", () => {
  test("costs nothing far from the limit", () => {
    const { taken } = follow(
      (atMs) => ({ live: 100 * MIB, used: (100 + (atMs % 5000) / 100) * MIB }),
      512 * MIB,
    );
    expect(taken).toEqual([]);
  });

  test("that fills with garbage again and again costs at most half a per cent of the time", () => {
    const costMs = 200;
    const limit = 512 * MIB;
    const heap: Heap = (atMs) => ({ live: 60 * MIB, used: (60 + (atMs % 3000) / 7.5) * MIB });
    const { taken } = follow(heap, limit, { costMs, untilMs: 3_600_000 });
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length * costMs).toBeLessThanOrEqual(3_600_000 * 0.005);
  });

  test("that lives just below the limit is not profiled over and over", () => {
    const limit = 512 * MIB;
    const { taken } = follow((atMs) => ({ live: 420 * MIB, used: (420 + (atMs % 2000) / 100) * MIB }), limit);
    expect(taken.length).toBeLessThanOrEqual(3);
  });
});

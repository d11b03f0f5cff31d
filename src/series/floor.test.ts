import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { floorOf } from "./floor.ts";
import { trendOf } from "./trend.ts";

const MIB = 2 ** 20;
const anyPoints = fc.array(
  fc.record({ atMs: fc.integer({ min: 0, max: 100_000 }), value: fc.integer({ min: 0, max: 1e12 }) }),
  { minLength: 1, maxLength: 200 },
);

/** Sixty seconds of heap: `live(second)` plus garbage that climbs 3 MiB a sample and drops every ten. */
function teeth(live: (second: number) => number): { atMs: number; value: number }[] {
  return Array.from({ length: 240 }, (_, index) => ({
    atMs: index * 250,
    value: (live(index / 4) + (index % 10) * 3) * MIB,
  }));
}

describe("floor", () => {
  test("under teeth of 27 MiB a flat live set stays flat", () => {
    const floor = floorOf(
      teeth(() => 50),
      { blocks: 12 },
    );
    expect(floor.map(({ value }) => Math.round(value / MIB))).toEqual(Array.from({ length: 12 }, () => 53));
  });

  test("under the same teeth a growing live set keeps its rate", () => {
    const rate = trendOf(
      floorOf(
        teeth((second) => 50 + second * 0.5),
        { blocks: 12 },
      ),
    );
    expect((rate?.middle ?? 0) / MIB).toBeCloseTo(1800, -2);
  });

  test("the floor lies within the series, in order, and has no more blocks than asked for", () => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 1, max: 60 }), (points, blocks) => {
        const floor = floorOf(points, { blocks });
        const values = points.map((point) => point.value);
        expect(floor.length).toBeGreaterThan(0);
        expect(floor.length).toBeLessThanOrEqual(blocks);
        for (const [index, point] of floor.entries()) {
          expect(point.value).toBeGreaterThanOrEqual(Math.min(...values));
          expect(point.value).toBeLessThanOrEqual(Math.max(...values));
          expect(point.atMs).toBeGreaterThanOrEqual(floor[index - 1]?.atMs ?? 0);
        }
      }),
    );
  });

  test("no points have no floor, and the order they come in does not matter", () => {
    expect(floorOf([])).toEqual([]);
    fc.assert(
      fc.property(anyPoints, (points) => {
        expect(floorOf(points.toReversed())).toEqual(floorOf(points));
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resample } from "./resample.ts";
import { sparkline } from "./sparkline.ts";

const line = (values: readonly number[]): { atMs: number; value: number }[] =>
  values.map((value, index) => ({ atMs: index * 1000, value }));

describe("sparkline", () => {
  test("a ramp climbs through every block", () => {
    expect(sparkline(line([0, 1, 2, 3, 4, 5, 6, 7]), 8)).toBe("▁▂▃▄▅▆▇█");
  });

  test("a series that does not change is a low line", () => {
    expect(sparkline(line([5, 5, 5]), 6)).toBe("▁▁▁▁▁▁");
  });

  test("a scale from zero keeps a small change small", () => {
    expect(sparkline(line([100, 101, 102, 103]), 4)).toBe("▁▃▆█");
    expect(sparkline(line([100, 101, 102, 103]), 4, { min: 0 })).toBe("████");
  });

  test("nothing measured draws nothing", () => {
    expect(sparkline([], 10)).toBe("");
    expect(sparkline([{ atMs: 0, value: Number.NaN }], 10)).toBe("");
  });

  test("it has as many cells as asked for, whatever the series", () => {
    const any = fc.oneof(fc.double({ min: -1e300, max: 1e300 }), fc.constant(Number.POSITIVE_INFINITY));
    const points = fc.array(fc.record({ atMs: any, value: any }), { minLength: 1 });
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 100 }), (series, cells) => {
        const usable = series.some(({ atMs, value }) => Number.isFinite(atMs) && Number.isFinite(value));
        expect(sparkline(series, cells)).toMatch(new RegExp(`^[▁▂▃▄▅▆▇█]{${usable ? cells : 0}}$`, "u"));
      }),
    );
  });
});

describe("resample", () => {
  test("a gap is bridged by a straight line", () => {
    const points = [
      { atMs: 0, value: 10 },
      { atMs: 100, value: 50 },
    ];
    expect(resample(points, 5)).toEqual([10, 20, 30, 40, 50]);
  });

  test("several points of one step give their mean", () => {
    expect(resample(line([1, 3, 5, 7]), 2)).toEqual([2, 6]);
  });
});

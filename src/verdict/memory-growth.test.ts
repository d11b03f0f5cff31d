import fc from "fast-check";
import { expect, test } from "vitest";
import type { MemoryPoint } from "./finding.ts";
import { liveGrowth, untoldRise } from "./memory-growth.ts";

const perHour = 3600;

/** A look each second; `afterGc` gives the live heap at the newest full collection, which comes every `every` seconds. */
function series(
  seconds: number,
  every: number,
  afterGc: (second: number) => number,
  external: (second: number) => number = () => 0,
): MemoryPoint[] {
  return Array.from({ length: seconds + 1 }, (_, second) => {
    const collected = Math.floor(second / every) * every;
    return {
      atMs: second * 1000,
      heapUsed: afterGc(second) + 1e6 * (second % every),
      external: external(second),
      arrayBuffers: 0,
      rss: 0,
      heapAfterGc: collected === 0 ? null : afterGc(collected),
    };
  });
}

test("a line through the sizes after full collections is found, and its rate lies in the range", () => {
  const growth = liveGrowth(series(60, 5, (second) => 50e6 + 1000 * second))!;
  expect(growth.middle).toBeCloseTo(1000 * perHour, -4);
  expect(growth.low).toBeLessThanOrEqual(growth.middle);
  expect(growth.high).toBeGreaterThanOrEqual(growth.middle);
});

test("memory outside the heap counts", () => {
  const growth = liveGrowth(
    series(
      60,
      5,
      (second) => 50e6 + second,
      (second) => 2000 * second,
    ),
  )!;
  expect(growth.middle).toBeCloseTo(2001 * perHour, -5);
});

test("what the heap does between collections says nothing", () => {
  expect(liveGrowth(series(60, 100, (second) => 50e6 + 1e6 * second))).toBeNull();
  expect(liveGrowth(series(60, 40, (second) => 50e6 + 1e6 * second))).toBeNull();
  expect(liveGrowth([])).toBeNull();
});

test("two or three collections give a rate with a wide range, if they lie far enough apart", () => {
  const growth = liveGrowth(series(60, 20, (second) => 50e6 + 1000 * second))!;
  expect(growth).toEqual({
    low: expect.closeTo(600 * perHour, -1) as number,
    middle: expect.closeTo(1000 * perHour, -1) as number,
    high: expect.closeTo(1400 * perHour, -1) as number,
  });
  const close = series(60, 30, () => 0);
  const sizes = [null, 50e6, 50e6 + 1000];
  expect(
    liveGrowth(
      close.map((point, second) => Object.assign(point, { heapAfterGc: sizes[second] ?? 50e6 + 1000 })),
    ),
  ).toBeNull();
});

test("two collections of the first half say nothing of the second", () => {
  const points = series(60, 10, (second) => 50e6 + 1000 * Math.min(second, 20));
  const warm = points.map((point) =>
    Object.assign(point, { heapAfterGc: point.atMs < 20_000 ? 50e6 : 52e6 }),
  );
  expect(
    liveGrowth(warm.map((point) => Object.assign(point, point.atMs < 2000 ? { heapAfterGc: null } : {}))),
  ).toBeNull();
});

test.each<[what: string, heapAfterGc: number | null, end: number, rise: number]>([
  ["no collection at all", null, 80e6, 60e6],
  ["one, and what it left has grown since", 25e6, 80e6, 55e6],
  ["one, and little more than it left", 75e6, 80e6, 0],
])("a rise with %s is untold", (_what, heapAfterGc, end, rise) => {
  const points = series(20, 30, (second) => 20e6 + ((end - 20e6) * second) / 20).map((point) =>
    Object.assign(point, { heapUsed: 20e6 + ((end - 20e6) * point.atMs) / 20_000, heapAfterGc }),
  );
  const told = untoldRise(points);
  expect(Math.abs(told - rise)).toBeLessThan(15e6);
  expect(told > 0).toBe(rise > 0);
});

test("a heap that shrinks has a negative rate", () => {
  const growth = liveGrowth(series(60, 20, (second) => 90e6 - 1000 * second))!;
  expect(growth.high).toBeLessThan(0);
  expect(growth.low).toBeLessThanOrEqual(growth.middle);
});

test("whatever the sizes, the bounds are finite and in order", () => {
  const sizes = fc.array(fc.option(fc.integer({ min: 1e6, max: 1e9 }), { nil: null }), { maxLength: 40 });
  fc.assert(
    fc.property(sizes, (after) => {
      const growth = liveGrowth(
        after.map((heapAfterGc, index) => ({
          atMs: index * 1000,
          heapUsed: 0,
          external: 0,
          arrayBuffers: 0,
          rss: 0,
          heapAfterGc,
        })),
      );
      if (growth === null) return;
      for (const bound of [growth.low, growth.middle, growth.high]) expect(Number.isFinite(bound)).toBe(true);
      expect(growth.low).toBeLessThanOrEqual(growth.middle);
      expect(growth.middle).toBeLessThanOrEqual(growth.high);
    }),
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Point } from "./point.ts";
import { trendOf } from "./trend.ts";

const HOUR_MS = 3_600_000;

/** A repeatable source of numbers from 0 to 1 (Lehmer, MINSTD). */
function dice(seed: number): () => number {
  let state = (seed * 7919 + 1) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A line with noise whose neighbours have the correlation `likeness`. */
function noisyLine(seed: number, perHour: number, likeness: number): Point[] {
  const roll = dice(seed);
  for (let i = 0; i < 20; i++) roll();
  let noise = 0;
  return Array.from({ length: 60 }, (_, index) => {
    const bell = roll() + roll() + roll() + roll() - 2;
    noise = likeness * noise + Math.sqrt(1 - likeness ** 2) * bell;
    return { atMs: index * 1000, value: 1000 + (perHour * index * 1000) / HOUR_MS + noise };
  });
}

describe("trend", () => {
  test("a straight line has its own slope and no doubt", () => {
    const points = [0, 1, 2, 3, 4, 5].map((minute) => ({ atMs: minute * 60_000, value: 7 + minute * 2 }));
    const trend = trendOf(points);
    expect(trend?.low).toBeCloseTo(120, 6);
    expect(trend?.middle).toBeCloseTo(120, 6);
    expect(trend?.high).toBeCloseTo(120, 6);
  });

  test("four points, or five at one moment, say nothing", () => {
    const four = [0, 1, 2, 3].map((atMs) => ({ atMs, value: atMs }));
    expect(trendOf([])).toBeNull();
    expect(trendOf(four)).toBeNull();
    expect(trendOf([...four, { atMs: 4, value: Number.NaN }])).toBeNull();
    expect(trendOf([1, 2, 3, 4, 5].map((value) => ({ atMs: 1, value })))).toBeNull();
  });

  test("a fifth of wild points does not move the middle", () => {
    const points = Array.from({ length: 50 }, (_, index) => ({
      atMs: index * 1000,
      value: index % 5 === 3 ? 1e9 : index,
    }));
    expect(trendOf(points)?.middle).toBeCloseTo(3600, 6);
  });

  test("bounds are ordered, and moving or scaling the series moves and scales the rate", () => {
    const points = fc.array(
      fc.record({ atMs: fc.integer({ min: 0, max: 600_000 }), value: fc.integer({ min: 0, max: 2 ** 34 }) }),
      { minLength: 5, maxLength: 60 },
    );
    fc.assert(
      fc.property(points, (series) => {
        const trend = trendOf(series);
        fc.pre(trend !== null);
        expect(trend.low).toBeLessThanOrEqual(trend.middle);
        expect(trend.middle).toBeLessThanOrEqual(trend.high);
        const moved = trendOf(
          series.map(({ atMs, value }) => ({ atMs: atMs + 5000, value: value * 2 + 64 })),
        );
        const size = Math.max(1, Math.abs(trend.low), Math.abs(trend.high));
        expect(Math.abs((moved?.middle ?? Number.NaN) - trend.middle * 2) / size).toBeLessThan(1e-6);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    { likeness: 0, least: 0.85 },
    { likeness: 0.5, least: 0.82 },
  ])("the 90 % interval holds the truth about that often when neighbours correlate $likeness", (row) => {
    const runs = 200;
    let held = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const trend = trendOf(noisyLine(seed, 500, row.likeness));
      if (trend !== null && trend.low <= 500 && trend.high >= 500) held++;
    }
    expect(held / runs).toBeGreaterThanOrEqual(row.least);
    expect(held / runs).toBeLessThanOrEqual(0.99);
  });

  test("ten thousand points have the trend of the series they belong to", () => {
    const points = Array.from({ length: 10_000 }, (_, index) => ({
      atMs: index * 100,
      value: index + (index % 7),
    }));
    expect(trendOf(points)?.middle).toBeCloseTo(36_000, -2);
  });
});

import assert from "node:assert";
import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeGrowth, judgeRareCounts, type CountPoint, type Turnover } from "./growth.ts";

const windowSeconds = 60;
const looks = 25;

/** The counts of a window of a minute, from what the collection holds at each second. */
function counted(holds: (second: number) => number, from = 0): CountPoint[] {
  return Array.from({ length: looks }, (_, index) => {
    const second = (index * windowSeconds) / (looks - 1);
    return { atMs: 1000 * second, count: Math.round(holds(from + second)) };
  });
}

/** Numbers from 0 to below 1 that look random and are the same in every run. */
function noise(index: number): number {
  const x = Math.sin(index * 12.9898) * 43_758.5453;
  return x - Math.floor(x);
}

test.each<[what: string, holds: (second: number) => number, perSecond: number]>([
  ["a steady leak", (t) => 1000 + 100 * t, 100],
  ["a slow leak of one a second", (t) => 5000 + t, 1],
  ["a leak in bursts of fifty", (t) => 50 * Math.floor(t / 5), 10],
  ["a staircase of six", (t) => 20 * Math.floor(t / 10), 2],
  ["a leak under as many entries in flight", (t) => 5 * t + 150 * noise(t), 5],
  ["a tenth of the sessions left behind", (t) => 100 + 20 * Math.sin(t) + 5 * t, 5],
  ["a leak that gets faster", (t) => t ** 2, 60],
  ["a leak that slows to half", (t) => (t < 30 ? 20 * t : 600 + 10 * (t - 30)), 15],
  ["a leak that gets ever slower, with no end to be seen", (t) => 500 * Math.sqrt(t + 20), 37],
  ["a leak from nothing", (t) => 3 * t, 3],
])("%s grows", (_what, holds, perSecond) => {
  const growth = judgeGrowth(counted(holds), null, null);
  expect(growth).toMatchObject({ kind: "grows" });
  assert(growth.kind === "grows");
  expect(growth.perSecond).toBeGreaterThan(perSecond * 0.5);
  expect(growth.perSecond).toBeLessThan(perSecond * 1.7);
  expect(growth.gained).toBeCloseTo(growth.perSecond * windowSeconds, 5);
});

const batches = [2, 3, 5, 7, 11, 13, 17, 25, 33, 47].flatMap((period) =>
  [0, 0.3, 0.7].map(
    (phase) =>
      [
        `a batch flushed every ${period} s, at ${phase} of it`,
        (t: number) => 40 * ((t + phase * period) % period),
      ] as const,
  ),
);

test.each<readonly [what: string, holds: (second: number) => number]>([
  ["an LRU at its cap", () => 500],
  ["an LRU that trims to nine tenths", (t) => 450 + ((t * 7) % 50)],
  ["a cache that reaches its cap halfway", (t) => Math.min(500, 20 * t)],
  ["a cache that reaches its cap near the end", (t) => Math.min(500, 10 * t)],
  ["a cache that reaches its cap just before the end", (t) => Math.min(510, 10 * t)],
  ["a cache that fills ever more slowly", (t) => 2000 * (1 - Math.exp(-t / 15))],
  ["words of which most have come up", (t) => 6000 * (1 - Math.exp(-(t + 15) / 60))],
  ["templates of which half have come up", (t) => 400 * (1 - Math.exp(-(t + 10) / 55))],
  ["a ramp, then a plateau", (t) => (t < 20 ? 30 * t : 600)],
  ["a pool that opens twenty connections", (t) => Math.min(20, Math.floor(t / 2))],
  ["entries in flight over a flat floor", (t) => 100 + 80 * noise(t)],
  ["one step up", (t) => (t < 30 ? 100 : 900)],
  ["two steps up", (t) => (t < 20 ? 100 : t < 40 ? 500 : 900)],
  ["a step up at the very end", (t) => (t < 59 ? 100 : 900)],
  ["decay", (t) => 1000 - 10 * t],
  ["a swing of load", (t) => 500 + 400 * Math.sin(t / 10)],
  ["a peak", (t) => 900 - Math.abs(30 - t) * 20],
  ...batches,
])("%s is no leak", (_what, holds) => {
  expect(judgeGrowth(counted(holds), null, null).kind).toBe("healthy");
});

test.each<[reason: string, points: CountPoint[]]>([
  ["too few looks", []],
  ["too few looks", counted((t) => 100 * t).slice(0, 5)],
  ["too few looks", counted((t) => 100 * t).map(({ count }) => ({ atMs: 7, count }))],
  ["gained too little", counted((t) => Math.min(7, t))],
  ["gained too little", counted(() => 1e6)],
  ["shrank", counted((t) => (t === 30 ? 0 : 100 + 10 * t))],
  ["shrank", counted((t) => 100 + 10 * t - (t > 40 ? 350 : 0))],
  ["stopped growing", counted((t) => Math.min(480, 10 * t))],
  ["slows down", counted((t) => Math.min(30 * t, 600 + 5 * t) + 7 * Math.max(0, t - 48))],
])("%s is the reason", (reason, points) => {
  expect(judgeGrowth(points, null, null)).toEqual({ kind: "healthy", reason });
});

const slowRise = counted((t) => 1000 + t);
const turnover = (inserts: number, alive: number, sampled: number): Turnover => ({
  inserts,
  removed: 0,
  survivors: { alive, sampled },
});

test("what comes in and has gone again is no leak, though the collection still rises", () => {
  expect(judgeGrowth(slowRise, turnover(300, 0, 40), null)).toEqual({
    kind: "healthy",
    reason: "entries are removed again",
  });
});

test.each<[what: string, turnover: Turnover]>([
  ["all that came in stayed", turnover(60, 40, 40)],
  ["a fifth came to stay and did", turnover(300, 8, 40)],
  ["too few were sampled to expect a survivor", turnover(3000, 0, 40)],
  ["nothing was sampled", { inserts: 300, removed: 240, survivors: null }],
  ["no insert was seen", turnover(0, 0, 40)],
])("a leak is one when %s", (_what, seen) => {
  expect(judgeGrowth(slowRise, seen, null).kind).toBe("grows");
});

test("a collection below the limit beside it is filling, and one beyond it leaks", () => {
  const limit = { name: "max", value: 2000 };
  expect(judgeGrowth(slowRise, null, limit)).toEqual({ kind: "filling", limit });
  expect(judgeGrowth(slowRise, null, { name: "max", value: 500 }).kind).toBe("grows");
});

test("entries in flight over a flat floor are hardly ever taken for a leak", () => {
  const load = fc.array(fc.nat(200), { minLength: looks, maxLength: looks });
  const runs = fc.sample(load, { numRuns: 3000, seed: 1 });
  const alarms = runs.filter((flight) => {
    const points = flight.map((count, index) => ({ atMs: index * 2500, count: 500 + count }));
    return judgeGrowth(points, null, null).kind === "grows";
  });
  expect(alarms.length / runs.length).toBeLessThan(0.002);
});

test("random walks are seldom taken for a leak", () => {
  const steps = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: looks - 1, maxLength: looks - 1 });
  const runs = fc.sample(steps, { numRuns: 3000, seed: 2 });
  const alarms = runs.filter((walk) => {
    let count = 1000;
    const points = [0, ...walk].map((step, index) => ({ atMs: index * 2500, count: (count += step) }));
    return judgeGrowth(points, null, null).kind === "grows";
  });
  expect(alarms.length / runs.length).toBeLessThan(0.05);
});

test("a steady leak is nearly always found among entries in flight, a tenth of what it gains", () => {
  const leak = fc.record({
    perSecond: fc.integer({ min: 1, max: 10_000 }),
    start: fc.nat(1e6),
    noise: fc.array(fc.nat(1000), { minLength: looks, maxLength: looks }),
  });
  const runs = fc.sample(leak, { numRuns: 3000, seed: 3 });
  const missed = runs.filter(({ perSecond, start, noise: flight }) => {
    const points = counted((t) => start + perSecond * t).map(({ atMs, count }, index) => ({
      atMs,
      count: count + Math.round((flight[index]! / 1000) * perSecond * (windowSeconds / 10)),
    }));
    return judgeGrowth(points, null, null).kind !== "grows";
  });
  expect(missed.length / runs.length).toBeLessThan(0.03);
});

test("three counts that rise evenly are a leak", () => {
  const points = [0, 30, 60].map((second) => ({ atMs: second * 1000, count: 200_000 + 50 * second }));
  expect(judgeRareCounts(points)).toEqual({ kind: "grows", gained: 3000, perSecond: 50 });
});

test.each<[reason: string, counts: number[]]>([
  ["too few looks", [1, 100]],
  ["shrank", [100, 300, 200]],
  ["shrank", [300, 100, 500]],
  ["gained too little", [100, 101, 103]],
  ["slows down", [100, 500, 520]],
  ["slows down", [100, 100, 500]],
])("three counts: %s", (reason, counts) => {
  const points = counts.map((count, index) => ({ atMs: index * 30_000, count }));
  expect(judgeRareCounts(points)).toEqual({ kind: "healthy", reason });
});

test("of a collection that became too large to count often, the first, a middle and the last count stand", () => {
  const points = counted((t) => 90_000 + 1000 * t);
  expect(judgeRareCounts(points)).toMatchObject({ kind: "grows", gained: 60_000, perSecond: 1000 });
  expect(judgeRareCounts(counted((t) => 90_000 + 1000 * Math.min(t, 20)))).toMatchObject({ kind: "healthy" });
});

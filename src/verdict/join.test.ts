import fc from "fast-check";
import { expect, test } from "vitest";
import type { Holder, Leak, MemoryLimit, MemoryPoint, Site } from "./finding.ts";
import { forecastOf, leakOf, ranked, unexplainedGrowth, type GrowingCollection } from "./join.ts";

const MiB = 2 ** 20;

const holder: Holder = {
  name: "sessions",
  path: "sessions",
  kind: "Map",
  scope: "module scope",
  className: null,
  file: "src/registry.ts",
  line: 12,
  excerpt: "const sessions = new Map();",
};

const site: Site = {
  function: "open",
  file: "src/registry.ts",
  line: 41,
  column: 3,
  share: 1,
  excerpt: null,
  application: null,
  callers: [],
  others: [],
  seenBy: "sampled inserts",
};

const growing: GrowingCollection = {
  holder,
  site,
  package: null,
  points: [
    { atMs: 1000, count: 100 },
    { atMs: 31_000, count: 250 },
    { atMs: 61_000, count: 400 },
  ],
  removed: 0,
  entryBytes: 1024,
  sampledInserts: 64,
  unwatched: null,
  lifetime: null,
  removals: [],
};

const heap: MemoryLimit = { kind: "heap limit", bytes: 2048 * MiB, usedBytes: 48 * MiB };
const container: MemoryLimit = { kind: "container limit", bytes: 512 * MiB, usedBytes: 112 * MiB };

test("entries per second, bytes and forecast follow from the counts and the size of an entry", () => {
  const leak = leakOf(growing, [heap], []);
  expect(leak.entries).toEqual({ before: 100, after: 400, perSecond: 5, removed: 0 });
  expect(leak.bytes).toEqual({ retained: 400 * 1024, perEntry: 1024, perHour: 5 * 3600 * 1024 });
  const seconds = (2000 * MiB) / (5 * 1024);
  expect(leak.forecast).toMatchObject({ limit: "heap limit", limitBytes: heap.bytes });
  expect(leak.forecast!.lowSeconds).toBeLessThan(seconds);
  expect(leak.forecast!.highSeconds).toBeGreaterThan(seconds);
  expect(leak.evidence).toEqual(["3 counts, rising throughout", "64 sampled inserts"]);
});

test("with an entry of unknown size there are no bytes and no forecast", () => {
  const leak = leakOf({ ...growing, entryBytes: null }, [heap], []);
  expect(leak.bytes).toEqual({ retained: null, perEntry: null, perHour: null });
  expect([leak.forecast, leak.explained]).toEqual([null, null]);
});

test("the limit that is reached first is told", () => {
  expect(forecastOf([heap, container], 100 * MiB)).toMatchObject({ limit: "container limit" });
  expect(forecastOf([], 100 * MiB)).toBeNull();
});

test("no forecast is ever in the past, or longer at its low end than at its high end", () => {
  const limit = fc.record({
    kind: fc.constantFrom<MemoryLimit["kind"][]>("heap limit", "container limit", "machine memory"),
    bytes: fc.nat(2 ** 31),
    usedBytes: fc.nat(2 ** 31),
  });
  fc.assert(
    fc.property(
      fc.array(limit, { maxLength: 3 }),
      fc.double({ min: -1e9, max: 1e12, noNaN: true }),
      (limits, rate) => {
        const forecast = forecastOf(limits, rate);
        if (forecast === null) return;
        expect(forecast.lowSeconds).toBeGreaterThanOrEqual(0);
        expect(forecast.highSeconds).toBeGreaterThanOrEqual(forecast.lowSeconds);
      },
    ),
  );
});

test("what was not watched, or only read in the source, is told as such", () => {
  const unwatched: GrowingCollection = {
    ...growing,
    sampledInserts: 0,
    unwatched: "it is frozen",
    site: { ...site, seenBy: "source text" },
  };
  expect(leakOf(unwatched, [], []).evidence).toEqual([
    "3 counts, rising throughout",
    "not watched: it is frozen",
    "the line was read in the source, not observed",
  ]);
  expect(leakOf({ ...growing, sampledInserts: 1 }, [], []).evidence[1]).toBe("1 sampled insert");
});

/** Live heap that gains so many bytes a second, with a full collection every five. */
function memory(bytesPerSecond: number): MemoryPoint[] {
  return Array.from({ length: 61 }, (_, second) => ({
    atMs: second * 1000,
    heapUsed: 0,
    external: 0,
    arrayBuffers: 0,
    rss: 0,
    heapAfterGc: 50 * MiB + bytesPerSecond * Math.floor(second / 5) * 5,
  }));
}

test("a leak explains its share of what memory gains, and never more than all of it", () => {
  expect(leakOf(growing, [], memory(5 * 1024)).explained).toBeCloseTo(1, 1);
  expect(leakOf(growing, [], memory(10 * 1024)).explained).toBeCloseTo(0.5, 1);
  expect(leakOf(growing, [], memory(100)).explained).toBe(1);
  expect(leakOf(growing, [], memory(-1024)).explained).toBeNull();
  expect(leakOf(growing, [], []).explained).toBeNull();
});

test("worst first: by bytes an hour, then by entries", () => {
  const named = (name: string, perHour: number | null, perSecond: number): Leak => ({
    ...leakOf(growing, [], []),
    holder: { ...holder, name },
    bytes: { retained: null, perEntry: null, perHour },
    entries: { before: 0, after: 1, perSecond, removed: null },
  });
  const leaks = [named("unsized", null, 10), named("small", 1000, 1), named("large", 1e9, 1)];
  expect(ranked(leaks).map((leak) => leak.holder!.name)).toEqual(["large", "unsized", "small"]);
  expect(leaks[0]!.holder!.name).toBe("unsized");
});

const hour = 3_600_000;
const range = (low: number): { low: number; middle: number; high: number } => ({
  low,
  middle: low * 1.2,
  high: low * 1.4,
});

test("growth that no leak accounts for is told when it is certain and considerable", () => {
  expect(unexplainedGrowth(range(100 * MiB), [], hour)).toMatchObject({ bytes: 100 * MiB });
  expect(unexplainedGrowth(range(100 * MiB), [leakOf(growing, [], [])], hour)?.meaning).toMatch(
    /^More grows/,
  );
});

test.each([
  ["nothing was measured", null, [], hour],
  ["it may be none", range(-1), [], hour],
  ["it is little", range(3 * MiB), [], hour],
  ["the window was short", range(100 * MiB), [], hour / 100],
  ["a leak accounts for it", range(18 * MiB), [leakOf(growing, [], [])], hour],
] as const)("growth is not called unexplained when %s", (_what, growth, leaks, windowMs) => {
  expect(unexplainedGrowth(growth, leaks, windowMs)).toBeNull();
});

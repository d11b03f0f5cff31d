import { expect, test } from "vitest";
import type { CountPoint } from "./growth.ts";
import { risesWith, waitFor, type PrunedGrowth, type Pruner } from "./pruner.ts";

/** Counts of twenty seconds, one each. */
function counted(holds: (second: number) => number): CountPoint[] {
  return Array.from({ length: 21 }, (_, second) => ({
    atMs: second * 1000,
    count: Math.round(holds(second)),
  }));
}

const steady: PrunedGrowth = {
  points: counted((second) => 100 + 50 * second),
  turnover: { inserts: 1000, removed: 0 },
  uptimeMs: 2000,
  entryBytes: 500,
  freeBytes: 1e9,
};
const minute: Pruner = { bySize: false, limit: null, goneAfterMs: 60_000 };

test("a limit that is not reached is filled, and one that was passed does not hold", () => {
  expect(waitFor({ bySize: true, limit: 5000, goneAfterMs: 0 }, steady)).toEqual({
    kind: "filling",
    limit: 5000,
  });
  expect(waitFor({ bySize: true, limit: 1100, goneAfterMs: 0 }, steady)).toBeNull();
});

test("what goes after a minute is waited for twice as long", () => {
  expect(waitFor(minute, steady)).toEqual({ kind: "too early", windowMs: 120_000 });
});

test.each<[what: string, pruner: Pruner, growth: Partial<PrunedGrowth>]>([
  ["entries stay far shorter than the window", { ...minute, goneAfterMs: 5000 }, {}],
  [
    "it has grown like this since a start long ago",
    minute,
    { uptimeMs: 600_000, points: counted((t) => 30_000 + 50 * t) },
  ],
  ["entries were taken out and it grew on", minute, { turnover: { inserts: 1000, removed: 100 } }],
  ["memory would run out first", minute, { freeBytes: 1e6 }],
])("there is nothing to wait for where %s", (_what, pruner, growth) => {
  expect(waitFor(pruner, { ...steady, ...growth })).toBeNull();
});

test.each<[what: string, growth: Partial<PrunedGrowth>]>([
  ["it was emptied before the window", { uptimeMs: 600_000 }],
  ["it is not known how long it has run", { uptimeMs: null }],
  ["it could not be watched", { turnover: null }],
  ["removals cannot be seen", { turnover: { inserts: 1000, removed: null } }],
  ["sizes and limits are not known", { entryBytes: null, freeBytes: null }],
])("a minute is waited for where %s", (_what, growth) => {
  expect(waitFor(minute, { ...steady, ...growth })).toMatchObject({ kind: "too early" });
});

const connections = counted((second) => 20 + 4 * second);

test.each<[what: string, points: CountPoint[], each: number, rises: boolean]>([
  ["one for each", counted((t) => 18 + 4 * t), 1, true],
  ["a few late", counted((t) => 20 + 4 * t - (t % 3)), 1, true],
  ["two for each", counted((t) => 40 + 8 * t), 2, true],
  ["more than one for each", counted((t) => 20 + 6 * t), 1, false],
  ["as many in all, at another time", counted((t) => 20 + (t < 10 ? 0 : 8 * (t - 10))), 1, false],
  [
    "never counted at the same time",
    counted((t) => 4 * t).map(({ atMs, count }) => ({ atMs: atMs + 1, count })),
    1,
    false,
  ],
])("a count rises with another: %s", (_what, points, each, rises) => {
  expect(risesWith(points, connections, each)).toBe(rises);
});

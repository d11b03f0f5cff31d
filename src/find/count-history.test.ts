import type { CountLook, CountRow } from "#walk";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CountHistory } from "./count-history.ts";

function look(atMs: number, counts: readonly CountRow[]): CountLook {
  const memory = { atMs, heapUsed: 0, heapTotal: 0, external: 0, arrayBuffers: 0, rss: 0, heapAfterGc: null };
  return { atMs, counts, memory: { ...memory, fullCollections: 0 }, cost: { busyMs: 0, longestMs: 0 } };
}

/** A history of full looks a second apart, of one collection found with the first of the counts. */
function historyOf(...counts: number[]): CountHistory {
  const history = new CountHistory();
  const [found] = counts;
  let gained = false;
  for (const [index, count] of counts.entries()) {
    // As the target does: what has not gained yet is not told of.
    gained ||= count > found!;
    history.add(look(index * 1000, gained ? [[1, count, found!, false]] : []), true);
  }
  return history;
}

test("the looks before a collection gained show the count it was found with", () => {
  expect(historyOf(5, 5, 7, 9).points(1)).toEqual([
    { atMs: 0, count: 5 },
    { atMs: 1000, count: 5 },
    { atMs: 2000, count: 7 },
    { atMs: 3000, count: 9 },
  ]);
});

test("of a collection that is counted rarely only the first look is filled in", () => {
  const history = new CountHistory();
  for (const second of [0, 1, 2]) history.add(look(second * 1000, []), true);
  history.add(look(3000, [[1, 90_500, 90_000, true]]), true);
  history.add(look(4000, []), true);
  history.add(look(5000, [[1, 91_000, 90_000, true]]), true);
  expect(history.points(1)).toEqual([
    { atMs: 0, count: 90_000 },
    { atMs: 3000, count: 90_500 },
    { atMs: 5000, count: 91_000 },
  ]);
  expect([history.isRare(1), history.isRare(2)]).toEqual([true, false]);
});

test("looks at suspects only add to those, and are not filled in for others", () => {
  const history = new CountHistory();
  history.add(look(0, []), true);
  history.add(look(1000, [[1, 4, 3, false]]), true);
  history.add(look(2000, [[1, 5, 3, false]]), false);
  history.add(
    look(3000, [
      [1, 6, 3, false],
      [2, 9, 8, false],
    ]),
    true,
  );
  expect(history.points(1).map(({ count }) => count)).toEqual([3, 4, 5, 6]);
  expect(history.points(2).map(({ atMs }) => atMs)).toEqual([0, 1000, 3000]);
});

test("a collection that is gone counts as empty", () => {
  const history = new CountHistory();
  history.add(look(0, [[1, 9, 3, false]]), true);
  history.add(look(1000, [[1, -1, 3, false]]), true);
  expect(history.points(1).at(-1)).toEqual({ atMs: 1000, count: 0 });
  expect(history.growing()).toEqual([]);
});

test.each<[what: string, counts: number[], grows: boolean]>([
  ["rises twice", [1, 2, 3], true],
  ["rises among falls", [10, 20, 16, 26, 22, 32], true],
  ["rose once only", [1, 9, 9, 9], false],
  ["fell back by more than half", [10, 20, 30, 18], false],
  ["is where it began", [5, 9, 12, 5], false],
  ["never gained", [5, 5, 5], false],
])("one that %s: %j", (_what, counts, grows) => {
  expect(historyOf(...counts).growing()).toEqual(grows ? [1] : []);
});

test("what is growing comes most gained first", () => {
  const history = new CountHistory();
  for (const second of [0, 1, 2])
    history.add(
      look(second * 1000, [
        [1, 10 + second, 10, false],
        [2, 10 + 5 * second, 10, false],
        [3, 10 - second, 10, false],
      ]),
      true,
    );
  expect(history.growing()).toEqual([2, 1]);
  expect([history.gained(1), history.gained(2), history.gained(9)]).toEqual([2, 10, 0]);
});

test("times rise along every series, and the gain is its last count less its first", () => {
  const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(100)), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(fc.tuple(rows, fc.boolean()), { maxLength: 12 }), (looks) => {
      const history = new CountHistory();
      for (const [index, [counts, everything]] of looks.entries()) {
        const each = new Map(counts);
        history.add(
          look(
            index * 100,
            [...each].map(([id, count]) => [id, count, 3, false]),
          ),
          everything,
        );
      }
      for (const id of [0, 1, 2, 3, 4]) {
        const points = history.points(id);
        for (const [index, { atMs }] of points.entries())
          if (index > 0) expect(atMs).toBeGreaterThan(points[index - 1]!.atMs);
        expect(history.gained(id)).toBe((points.at(-1)?.count ?? 0) - (points[0]?.count ?? 0));
      }
    }),
  );
});

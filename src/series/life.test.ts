import { expect, test } from "vitest";
import { livesOf } from "./life.ts";

const every = 60_000;
const climb = (from: number, count: number, startedAtMs?: number) =>
  Array.from({ length: count }, (_, index) => ({
    atMs: from + index * every,
    value: 100 + index * 10,
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
  }));

test("a new start of the process begins a new life, however high memory is", () => {
  const lives = livesOf([...climb(0, 10, 0), ...climb(600_000, 10, 590_000)]);
  expect(lives.map(({ startMs, points }) => [startMs, points.length])).toEqual([
    [0, 10],
    [590_000, 10],
  ]);
});

test("without known starts a fall below half of what stood before begins a new life", () => {
  expect(livesOf([...climb(0, 30), ...climb(30 * every, 10)]).map(({ points }) => points.length)).toEqual([
    30, 10,
  ]);
});

test("a single low value is no restart", () => {
  const points = climb(0, 30).with(15, { atMs: 15 * every, value: 1 });
  expect(livesOf(points)).toHaveLength(1);
});

test("garbage that is collected down to the floor of before is no restart", () => {
  const saw = Array.from({ length: 60 }, (_, index) => ({
    atMs: index * every,
    value: 100 + (index % 6) * 80,
  }));
  expect(livesOf(saw)).toHaveLength(1);
});

test("a start that two clocks tell a second apart is one life", () => {
  expect(livesOf([...climb(0, 5, 0), ...climb(5 * every, 5, 1_000)])).toHaveLength(1);
});

test("points out of order are put in order, and an empty series has no lives", () => {
  expect(livesOf(climb(0, 5).toReversed())[0]?.points.map(({ atMs }) => atMs / every)).toEqual([
    0, 1, 2, 3, 4,
  ]);
  expect(livesOf([])).toEqual([]);
});

import { describe, expect, test } from "vitest";
import type { Sample } from "./life.ts";
import { outlookOf } from "./outlook.ts";
import { normal, randomNumbers } from "./random.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIB = 1024 ** 2;
const limit = 1024 * MIB;

/** A series from a formula: live MiB at a time since the start, with garbage and noise on top. */
function series(
  hours: number,
  live: (elapsedMs: number) => number,
  { start = 0, seed = 1, everyMs = 2 * MINUTE } = {},
): Sample[] {
  const random = randomNumbers(seed);
  return Array.from({ length: Math.floor((hours * HOUR) / everyMs) }, (_, index) => {
    const elapsed = index * everyMs;
    const value = (live(elapsed) + 3 * normal(random) + 60 * random()) * MIB;
    return { atMs: start + elapsed, value, startedAtMs: start };
  });
}

const judged: readonly [string, number, (elapsedMs: number) => number, string][] = [
  ["nothing", 48, () => 200, "steady"],
  ["growth of 5 MiB an hour for two days", 48, (t) => 200 + (5 * t) / HOUR, "leak"],
  ["growth that is coming to rest", 12, (t) => 200 + 200 * -Math.expm1(-t / (6 * HOUR)), "settling"],
  ["growth that has come to rest long ago", 72, (t) => 120 + 200 * -Math.expm1(-t / HOUR), "steady"],
  ["a daily cycle", 60, (t) => 300 + 100 * Math.sin((2 * Math.PI * t) / DAY), "steady"],
  [
    "a leak with a daily cycle",
    72,
    (t) => 200 + (6 * t) / HOUR + 50 * Math.sin((2 * Math.PI * t) / DAY),
    "leak",
  ],
  ["growth of half a morning, which may be the morning", 6, (t) => 200 + (10 * t) / HOUR, "suspect"],
  ["half an hour that doubled and ends within another", 0.5, (t) => 150 + (1200 * t) / HOUR, "leak"],
  ["five minutes", 5 / 60, (t) => 150 + (1200 * t) / HOUR, "too early"],
  ["a falling floor", 48, (t) => 600 - (5 * t) / HOUR, "steady"],
];

test.for(judged)("%s", ([, hours, live, verdict]) => {
  const everyMs = hours < 1 ? 10_000 : 2 * MINUTE;
  expect(outlookOf(series(hours, live, { everyMs }), { limit }).verdict).toBe(verdict);
});

describe("the forecast", () => {
  test("holds the moment at which the limit is really crossed", () => {
    const outlook = outlookOf(
      series(48, (t) => 200 + (5 * t) / HOUR),
      { limit },
    );
    const truth = ((1024 - 200) / 5 - 48) * HOUR;
    expect(outlook.runsOut!.lowMs).toBeLessThan(truth);
    expect(outlook.runsOut!.highMs).toBeGreaterThan(truth);
    expect(outlook.runsOut!.middleMs / truth).toBeGreaterThan(0.8);
    expect(outlook.runsOut!.middleMs / truth).toBeLessThan(1.2);
  });

  test("is left out where there is no limit, or nothing grows", () => {
    expect(
      outlookOf(
        series(48, (t) => 200 + (5 * t) / HOUR),
        { limit: null },
      ).runsOut,
    ).toBeNull();
    expect(
      outlookOf(
        series(48, () => 200),
        { limit },
      ).runsOut,
    ).toBeNull();
  });

  test("is the same the second time", () => {
    const samples = series(48, (t) => 200 + (5 * t) / HOUR);
    expect(outlookOf(samples, { limit })).toEqual(outlookOf(samples, { limit }));
  });
});

test("an earlier life that grew alike and ended near the limit makes a leak of a suspect", () => {
  const live = (t: number): number => 200 + (20 * t) / HOUR;
  const first = series(40, live);
  const second = series(8, live, { start: 40.1 * HOUR, seed: 2 });
  expect(outlookOf(second, { limit }).verdict).toBe("suspect");
  const both = outlookOf([...first, ...second], { limit });
  expect(both.verdict).toBe("leak");
  expect(both.earlierLives).toBe(1);
});

test("what is too early says when to look again, and looking then is enough", () => {
  const live = (t: number): number => 150 + (300 * t) / HOUR;
  const early = outlookOf(series(4 / 60, live, { everyMs: 15_000 }), { limit });
  expect(early.verdict).toBe("too early");
  const later = series((4 * MINUTE + early.lookAgainMs! + 30_000) / HOUR, live, { everyMs: 15_000 });
  expect(outlookOf(later, { limit }).verdict).not.toBe("too early");
});

test("an empty series, values that are no numbers and a single point are too early", () => {
  for (const samples of [[], [{ atMs: 0, value: Number.NaN }], [{ atMs: 0, value: 1 }]]) {
    expect(outlookOf(samples, { limit }).verdict).toBe("too early");
  }
});

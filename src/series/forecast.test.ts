import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firstLimit, timeToLimit } from "./forecast.ts";

const amount = fc.double({ min: -1e15, max: 1e15, noNaN: true });
const rate = fc.tuple(amount, amount, amount).map((three) => {
  const [low = 0, middle = 0, high = 0] = three.toSorted((a, b) => a - b);
  return { low, middle, high };
});

describe("forecast", () => {
  test("the fast rate gives the soonest time, the slow rate the latest", () => {
    const time = timeToLimit({ bytes: 1000, usedBytes: 400 }, { low: 100, middle: 200, high: 300 });
    expect(time).toEqual({ lowSeconds: 7200, highSeconds: 21_600 });
  });

  test("a limit that is passed already is zero seconds away", () => {
    const time = timeToLimit({ bytes: 1000, usedBytes: 1200 }, { low: 1, middle: 2, high: 3 });
    expect(time).toEqual({ lowSeconds: 0, highSeconds: 0 });
  });

  test("there is no forecast when memory may not be growing at all", () => {
    const limit = { bytes: 1000, usedBytes: 400 };
    expect(timeToLimit(limit, { low: -5, middle: 10, high: 20 })).toBeNull();
    expect(timeToLimit(limit, { low: 0, middle: 0, high: 0 })).toBeNull();
    expect(timeToLimit(limit, { low: -3, middle: -2, high: -1 })).toBeNull();
  });

  test("a forecast is never negative, unordered or endless", () => {
    fc.assert(
      fc.property(amount, amount, rate, (bytes, usedBytes, perHour) => {
        const time = timeToLimit({ bytes, usedBytes }, perHour);
        if (time === null) return;
        expect(time.lowSeconds).toBeGreaterThanOrEqual(0);
        expect(time.highSeconds).toBeGreaterThanOrEqual(time.lowSeconds);
        expect(Number.isFinite(time.highSeconds)).toBe(true);
      }),
    );
  });

  test("of two limits the nearer one counts, whichever is larger", () => {
    const container = { kind: "container", bytes: 2000, usedBytes: 1900 };
    const heap = { kind: "heap", bytes: 1000, usedBytes: 400 };
    const first = firstLimit([heap, container], { low: 100, middle: 100, high: 100 });
    expect(first).toEqual({ limit: container, time: { lowSeconds: 3600, highSeconds: 3600 } });
    expect(firstLimit([], { low: 1, middle: 1, high: 1 })).toBeNull();
  });
});

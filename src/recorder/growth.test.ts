import { describe, expect, test } from "vitest";
import { hasGrown } from "./growth.ts";
import type { MemoryRecord } from "./memory-lines.ts";

const MIB = 2 ** 20;

/** A heap that climbs with garbage for ten seconds and falls to what is live, a record each second. */
function series(minutes: number, live: (minute: number) => number): MemoryRecord[] {
  return Array.from({ length: minutes * 60 }, (_, second) => ({
    atMs: second * 1000,
    heapUsed: (live(second / 60) + (second % 10) * 8) * MIB,
    external: 0,
    arrayBuffers: 0,
    rss: 0,
    heapAfterGc: null,
    containerUsed: null,
  }));
}

describe("live memory", () => {
  test("that climbs has grown once it is worth asking what", () => {
    const leak = (minute: number): number => 40 + minute * 5;
    expect(hasGrown(series(2, leak), 0)).toBe(false);
    expect(hasGrown(series(8, leak), 0)).toBe(true);
  });

  test("that fills with garbage and falls again has not", () => {
    expect(
      hasGrown(
        series(60, () => 40),
        0,
      ),
    ).toBe(false);
  });

  test("that grew before the moment asked about, and not since, has not", () => {
    const warm = series(30, (minute) => Math.min(40 + minute * 20, 140));
    expect(hasGrown(warm, 0)).toBe(true);
    expect(hasGrown(warm, 10 * 60_000)).toBe(false);
  });

  test("that nobody told of has not", () => {
    const silent = series(30, () => 40).map((record) => Object.assign(record, { heapUsed: null }));
    expect(hasGrown(silent, 0)).toBe(false);
  });
});

import { describe, expect, test } from "vitest";
import type { MemoryRecord } from "./memory-lines.ts";
import { timeLeftMs } from "./time-left.ts";

const MIB = 2 ** 20;

interface Memory {
  readonly heap: number;
  readonly afterGc?: number;
  readonly external?: number;
  readonly container?: number;
}

/** A record each second, MiB. */
function series(seconds: number, memory: (second: number) => Memory): MemoryRecord[] {
  return Array.from({ length: seconds + 1 }, (_, second) => {
    const { heap, afterGc, external = 0, container } = memory(second);
    return {
      atMs: 1_700_000_000_000 + second * 1000,
      heapUsed: heap * MIB,
      external: external * MIB,
      arrayBuffers: 0,
      rss: 0,
      heapAfterGc: afterGc === undefined ? null : afterGc * MIB,
      containerUsed: container === undefined ? null : container * MIB,
    };
  });
}

/** Of a heap limit of 256 MiB and a container of 512; seconds. */
function secondsLeft(seconds: number, memory: (second: number) => Memory): number | null {
  const limits = { heapBytes: 256 * MIB, containerBytes: 512 * MIB };
  const leftMs = timeLeftMs(series(seconds, memory), limits);
  return leftMs === null ? null : leftMs / 1000;
}

/** Full of garbage by turns: `most` MiB of it, gone every so many seconds. */
function garbage(second: number, most: number, every: number): number {
  return ((second % every) / every) * most;
}

describe("the time that is left", () => {
  const leak =
    (perSecond: number) =>
    (second: number): Memory => ({ heap: 20 + second * perSecond });

  test.each([
    { what: "a leak of 8 MiB/s after 8 s", seconds: 8, memory: leak(8), left: [15, 30] },
    { what: "a leak of 8 MiB/s after 25 s", seconds: 25, memory: leak(8), left: [3, 7] },
    { what: "a leak of 2 MiB/s after 20 s", seconds: 20, memory: leak(2), left: [90, 120] },
    { what: "a heap that is half full and fills in seconds", seconds: 4, memory: leak(40), left: [1, 5] },
    {
      what: "a leak under garbage that is collected",
      seconds: 40,
      memory: (second: number) => ({ heap: 20 + second * 3 + garbage(second, 30, 4) }),
      left: [20, 60],
    },
    {
      what: "a leak that only the full collections show",
      seconds: 16,
      memory: (second: number) => ({ heap: 60 + garbage(second, 60, 7), afterGc: 20 + second * 4 }),
      left: [25, 50],
    },
    {
      what: "buffers that fill the container",
      seconds: 16,
      memory: (second: number) => ({ heap: 20, external: second * 16, container: 150 + second * 16 }),
      left: [4, 10],
    },
  ])("of $what is told", ({ seconds, memory, left: [least, most] }) => {
    const left = secondsLeft(seconds, memory);
    expect(left).toBeGreaterThan(least!);
    expect(left).toBeLessThan(most!);
  });

  test.each([
    { what: "at the start, when a program is loaded", seconds: 5, memory: leak(10) },
    { what: "of a slow leak, which is looked at in time anyway", seconds: 60, memory: leak(0.2) },
    { what: "of a heap that is level", seconds: 300, memory: () => ({ heap: 200 }) },
    {
      what: "of one that has loaded something large",
      seconds: 12,
      memory: (second: number) => ({ heap: second < 5 ? 20 : 120 }),
    },
    {
      what: "of one that fills with garbage and falls again",
      seconds: 60,
      memory: (second: number) => ({ heap: 40 + garbage(second, 30, 3), afterGc: 40 }),
    },
    { what: "of one that shrinks", seconds: 60, memory: (second: number) => ({ heap: 200 - second }) },
  ])("is not told $what", ({ seconds, memory }) => {
    expect(secondsLeft(seconds, memory)).toBeNull();
  });

  test("is not told without limits, without records, and of a main thread that does not answer", () => {
    const records = series(30, leak(8));
    const silent = records.map((record) => Object.assign({}, record, { heapUsed: null, external: null }));
    const limits = { heapBytes: 256 * MIB, containerBytes: null };
    expect(timeLeftMs(records, limits)).not.toBeNull();
    expect(timeLeftMs(records, { heapBytes: null, containerBytes: null })).toBeNull();
    expect(timeLeftMs(silent, limits)).toBeNull();
    expect(timeLeftMs([], limits)).toBeNull();
  });
});

import { describe, expect, test } from "vitest";
import { finding, mapLeak } from "../../test/build/findings.ts";
import { LookSchedule } from "./look-schedule.ts";
import type { MemoryRecord } from "./memory-lines.ts";

const MIB = 2 ** 20;
const findingMs = 30 * 60_000;

interface Look {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}

interface Process {
  /** Bytes of the heap in use by the age of the process in seconds, MiB. */
  readonly heap: (second: number) => number;
  readonly limit?: number;
  readonly seconds?: number;
  /** What a look costs the main thread, seconds. */
  readonly cost?: number;
  readonly finds?: boolean;
  /** A look comes to nothing, as when somebody else is looking. */
  readonly fails?: boolean;
}

/** The looks that a process gets, read each second, until its heap is full. */
function looksAt({ heap, limit = 256, seconds = 7200, cost = 0.3, finds = true, fails }: Process): Look[] {
  const schedule = new LookSchedule(0, { heapBytes: limit * MIB, containerBytes: null }, findingMs);
  const records: MemoryRecord[] = [];
  const looks: Look[] = [];
  let from: number | null = null;
  let until = 0;
  for (let second = 0; second <= seconds && heap(second) < limit; second++) {
    const heapUsed = heap(second) * MIB;
    const unknown = { external: 0, arrayBuffers: 0, rss: 0, heapAfterGc: null, containerUsed: null };
    records.push({ atMs: second * 1000, heapUsed, ...unknown });
    if (from !== null && (second >= until || schedule.isLate(records))) {
      looks.push({ fromSeconds: from, untilSeconds: second });
      from = null;
      const { evidence } = finding();
      const seen = { leaks: finds ? [mapLeak] : [], evidence: { ...evidence, cpuMs: cost * 1000 } };
      schedule.ended(second * 1000, fails ? null : finding(seen));
    }
    const look = schedule.begin(records);
    if (look === null) continue;
    from = second;
    until = second + look.windowMs / 1000;
  }
  return looks;
}

/** A leak that fills a heap in so many seconds. */
const leak =
  (seconds: number, limit = 256) =>
  (second: number): number =>
    10 + ((limit - 10) * second) / seconds;

describe("a process that leaks", () => {
  test.each([
    { limit: 40, seconds: 20 },
    { limit: 40, seconds: 90 },
    { limit: 256, seconds: 30 },
    { limit: 256, seconds: 60 },
    { limit: 256, seconds: 120 },
    { limit: 4096, seconds: 30 },
    { limit: 4096, seconds: 600 },
  ])(
    "to its end in $seconds s at a limit of $limit MiB was looked at, with time to spare",
    ({ limit, seconds }) => {
      const [first] = looksAt({ heap: leak(seconds, limit), limit });
      expect(first).toBeDefined();
      expect(first!.untilSeconds).toBeLessThan(seconds * 0.85);
      expect(first!.untilSeconds - first!.fromSeconds).toBeGreaterThanOrEqual(4);
    },
  );

  test("for an hour is looked at for half a minute, within minutes and then each half hour", () => {
    const looks = looksAt({ heap: leak(7200), cost: 1 });
    expect(looks[0]).toMatchObject({ untilSeconds: looks[0]!.fromSeconds + 30 });
    expect(looks[0]!.fromSeconds).toBeLessThan(900);
    const apart = looks.slice(1).map(({ fromSeconds }, index) => fromSeconds - looks[index]!.untilSeconds);
    expect(apart[0]).toBeGreaterThanOrEqual(1800);
  });
});

describe("a process that only fills up at its start", () => {
  const warm = (second: number): number => 20 + Math.min(second, 20) * 8;

  test("is looked at again when a leak was named, for half a minute", () => {
    const looks = looksAt({ heap: warm });
    const { fromSeconds, untilSeconds } = looks.at(-1)!;
    expect(looks.length).toBeLessThan(4);
    expect(fromSeconds).toBeLessThan(180);
    expect(untilSeconds - fromSeconds).toBe(30);
  });

  test("is looked at once when none was", () => {
    expect(looksAt({ heap: warm, limit: 400, finds: false })).toHaveLength(1);
  });
});

describe("looks", () => {
  test("take less than a hundredth of the time in the end, and come less and less often", () => {
    const looks = looksAt({ heap: leak(2000, 4096), limit: 4096, cost: 2, finds: false });
    const apart = looks.slice(1).map(({ fromSeconds }, index) => fromSeconds - looks[index]!.untilSeconds);
    expect(looks.length).toBeGreaterThan(3);
    expect(looks.length).toBeLessThan(12);
    for (const [index, gap] of apart.entries()) expect(gap).toBeGreaterThanOrEqual(15 * 2 ** index);
    const longest = looks.at(-1)!.untilSeconds;
    expect(looks.length * 2).toBeLessThan(longest / 100);
  });

  test("that come to nothing are tried again, and not for ever at once", () => {
    const looks = looksAt({ heap: leak(600), fails: true });
    expect(looks.length).toBeGreaterThan(2);
    expect(looks.length).toBeLessThan(8);
  });

  test("end when the heap fills faster than was foreseen", () => {
    const slow = leak(3600);
    const from = looksAt({ heap: slow })[0]!.fromSeconds;
    const [first] = looksAt({ heap: (second) => slow(second) + Math.max(0, second - from - 3) * 25 });
    expect(first!.fromSeconds).toBe(from);
    expect(first!.untilSeconds - from).toBeLessThan(12);
  });

  test("are not begun in a heap that has no room for them", () => {
    // A program that takes 200 MiB of 256 itself.
    expect(looksAt({ heap: (second) => Math.min(253, 200 + second * 3) })).toEqual([]);
  });

  test("of a process that is level do not come at all", () => {
    expect(looksAt({ heap: (second) => 100 + (second % 4) * 8 })).toEqual([]);
  });
});

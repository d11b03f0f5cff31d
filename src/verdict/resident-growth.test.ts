import { expect, test } from "vitest";
import { mapLeak } from "../../test/build/findings.ts";
import type { Leak } from "./finding.ts";
import {
  keptNotes,
  memoryParts,
  residentGrowth,
  type NativeSide,
  type ResidentSample,
} from "./resident-growth.ts";

const MIB = 2 ** 20;
const glibc: NativeSide = { addons: [], allocator: "glibc" };

/** A minute of a process, whose parts are in MiB by the share of the minute that has passed. */
function minute(parts: {
  readonly used?: (share: number) => number;
  readonly unused?: (share: number) => number;
  readonly buffers?: (share: number) => number;
  readonly native?: (share: number) => number;
}): ResidentSample[] {
  const { used = () => 20, unused = () => 10, buffers = () => 2, native = () => 40 } = parts;
  return Array.from({ length: 25 }, (_, index) => {
    const share = index / 24;
    const heapUsed = used(share) * MIB;
    const heapTotal = heapUsed + unused(share) * MIB;
    const arrayBuffers = buffers(share) * MIB;
    const external = arrayBuffers + MIB;
    const rss = heapTotal + external + native(share) * MIB;
    return { atMs: share * 60_000, heapUsed, heapTotal, external, arrayBuffers, rss };
  });
}

test("the parts add up to the growth of the whole", () => {
  const samples = minute({ used: (x) => 20 + 5 * x, native: (x) => 40 + 50 * x, unused: (x) => 10 - 4 * x });
  const sum = Object.values(memoryParts(samples)!).reduce((all: number, part: number) => all + part, 0);
  const rss = (from: number): number =>
    samples
      .slice(from)
      .slice(0, 5)
      .reduce((all, sample) => all + sample.rss, 0) / 5;
  expect(sum).toBeCloseTo(rss(-5) - rss(0), -2);
});

test("native memory that rises all the time is told, with what to do", () => {
  const grown = residentGrowth(minute({ native: (x) => 40 + 30 * x }), [], glibc)!;
  expect(grown).toMatchObject({ kind: "native", bytes: 30 * MIB });
  expect(grown.next[0]).toContain("MALLOC_ARENA_MAX");
  const addons = { addons: ["sharp-linux-x64.node"], allocator: "jemalloc" } as const;
  const withAddon = residentGrowth(minute({ native: (x) => 40 + 30 * x }), [], addons)!;
  expect(withAddon.next.join(" ")).not.toContain("MALLOC_ARENA_MAX");
  expect(withAddon.next[0]).toContain("sharp-linux-x64.node");
});

test("pages that V8 gives up, and that stay resident for a while, are no native memory that grew", () => {
  const samples = minute({ unused: (x) => 40 - 12 * x, native: (x) => 40 + 14 * x });
  expect(residentGrowth(samples, [], glibc)).toBeNull();
});

test("a heap that V8 takes and does not use is fragmentation", () => {
  expect(residentGrowth(minute({ unused: (x) => 10 + 60 * x }), [], glibc)).toMatchObject({
    kind: "fragmentation",
    bytes: 60 * MIB,
  });
});

const leak: Leak = { ...mapLeak, bytes: { retained: null, perEntry: null, perHour: 1800 * MIB } };

test.each([
  ["it levels off", minute({ native: (x) => 40 + 30 * Math.min(1, x * 3) }), []],
  ["it slows down", minute({ native: (x) => 40 + 30 * Math.sqrt(x) }), []],
  ["it comes and goes", minute({ native: (x) => 40 + 30 * x + (Math.round(x * 24) % 4) * 20 }), []],
  ["it is little", minute({ native: (x) => 40 + 7 * x }), []],
  ["the heap grows, not the rest", minute({ used: (x) => 20 + 90 * x }), []],
  ["buffers grow, not the rest", minute({ buffers: (x) => 2 + 90 * x }), []],
  ["a leak accounts for it", minute({ native: (x) => 40 + 30 * x }), [leak]],
])("nothing is told when %s", (_what, samples, leaks) => {
  expect(residentGrowth(samples, leaks, glibc)).toBeNull();
});

test("memory that is kept without use is noted when it is much, and the larger part", () => {
  expect(keptNotes(minute({ native: () => 40 }), glibc)).toEqual([]);
  expect(keptNotes(minute({ native: () => 300, used: () => 400 }), glibc)).toEqual([]);
  expect(keptNotes(minute({ native: () => 300 }), glibc)).toEqual([
    "Of 333 MiB resident memory, 300 MiB are neither heap nor buffers: native code holds them, or malloc keeps what was freed. Start it with MALLOC_ARENA_MAX=2, or with jemalloc (LD_PRELOAD=libjemalloc.so.2): if it stays level then, it was malloc keeping what was freed.",
  ]);
  expect(keptNotes(minute({ used: () => 60, unused: () => 200 }), glibc)[0]).toMatch(
    /^Fragmentation: V8 keeps 260 MiB for the heap, of which 200 MiB/u,
  );
});

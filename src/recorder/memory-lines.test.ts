import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readLines, writeLine, type MemoryRecord } from "./memory-lines.ts";
import { thinMemory } from "./thin-memory.ts";

const size = fc.integer({ min: 0, max: 2 ** 48 });
const maybe = fc.option(size, { nil: null });
const record: fc.Arbitrary<MemoryRecord> = fc.record({
  atMs: size,
  heapUsed: maybe,
  external: maybe,
  arrayBuffers: maybe,
  rss: size,
  heapAfterGc: maybe,
  containerUsed: maybe,
});
const series = fc
  .array(record, { maxLength: 60 })
  .map((records) => records.toSorted((a, b) => a.atMs - b.atMs));

describe("the lines of a memory series", () => {
  test("give back what was written", () => {
    fc.assert(
      fc.property(series, (records) => {
        expect(readLines(records.map(writeLine).join(""))).toEqual(records);
      }),
    );
  });

  test("cut off anywhere give back every line before the cut", () => {
    fc.assert(
      fc.property(series, fc.nat(), (records, cut) => {
        const lines = records.map(writeLine);
        const text = lines.join("").slice(0, cut % (lines.join("").length + 1));
        const whole = text.split("\n").length - 1;
        // A line whose end alone is missing is whole; its checksum says so.
        const read = readLines(text);
        expect(records.slice(0, read.length)).toEqual(read);
        expect(read.length - whole).toBeGreaterThanOrEqual(0);
        expect(read.length - whole).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("with a byte changed lose the line it is in and no other", () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.integer({ min: 33, max: 126 }),
        (records, where, byte) => {
          const sorted = records.toSorted((a, b) => a.atMs - b.atMs);
          const text = Buffer.from(sorted.map(writeLine).join(""));
          const at = where % text.length;
          fc.pre(text[at] !== byte && text[at] !== 10);
          text[at] = byte;
          const damaged = text.subarray(0, at).toString().split("\n").length - 1;
          expect(readLines(text.toString())).toEqual(sorted.filter((_, index) => index !== damaged));
        },
      ),
    );
  });

  test("never throw on anything else", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => readLines(text).length >= 0));
  });
});

describe("an old series", () => {
  const live = (used: number, atMs: number): MemoryRecord => ({
    atMs,
    heapUsed: used,
    external: 0,
    arrayBuffers: 0,
    rss: used,
    heapAfterGc: null,
    containerUsed: null,
  });

  test("keeps the last two minutes whole, its first record, and the lowest of each older stretch", () => {
    const day = Array.from({ length: 86_400 }, (_, second) => live(1000 + (second % 60), second * 1000));
    const now = 86_399_000;
    const thin = thinMemory(day, now);
    expect(thin.length).toBeLessThan(1500);
    expect(thin[0]).toEqual(day[0]);
    expect(thin.slice(-120)).toEqual(day.slice(-120));
    const old = thin.filter(({ atMs }) => atMs > 1000 && now - atMs > 3 * 3_600_000);
    // A stretch is longer than the minute in which the heap climbs: what stays is the floor.
    for (const { heapUsed } of old) expect(heapUsed).toBe(1000);
  });

  test("thinned again and again stays bounded and in order", () => {
    let kept: MemoryRecord[] = [];
    for (let hour = 0; hour < 24 * 14; hour++) {
      for (let step = 0; step < 60; step++) kept.push(live(step, (hour * 60 + step) * 60_000));
      kept = thinMemory(kept, ((hour + 1) * 60 - 1) * 60_000);
    }
    expect(kept.length).toBeLessThan(1200);
    expect(kept.map(({ atMs }) => atMs)).toEqual(kept.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    expect(kept[0]?.atMs).toBe(0);
  });
});

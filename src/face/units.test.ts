import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  byteRate,
  bytes,
  count,
  counted,
  duration,
  durationRange,
  eventRate,
  milliseconds,
  percent,
  signedBytes,
} from "./units.ts";

const MIB = 2 ** 20;

/** Thin spaces as plain ones, to be read in a test. */
const plain = (text: string): string => text.replaceAll("\u202F", " ");

describe("units", () => {
  test.each([
    [0, "0 B"],
    [1, "1 B"],
    [1023, "1 023 B"],
    [1024, "1.0 KiB"],
    [10_189, "10 KiB"],
    [33 * 1024, "33 KiB"],
    [1023.7 * 1024, "1.0 MiB"],
    [6.6 * MIB, "6.6 MiB"],
    [412 * MIB, "412 MiB"],
    [2048 * MIB, "2.0 GiB"],
    [-3 * MIB, "−3.0 MiB"],
    [3e18, "2 665 PiB"],
  ])("%d bytes are %s", (value, text) => {
    expect(plain(bytes(value))).toBe(text);
  });

  test("a change of size has a sign, and none is neither", () => {
    expect([MIB, -MIB, 0, 0.001].map(signedBytes)).toEqual(["+1.0 MiB", "−1.0 MiB", "±0 B", "±0 B"]);
  });

  test.each([
    [396 * MIB, "+6.6 MiB/min"],
    [5 * MIB, "+5.0 MiB/h"],
    [360_000 * MIB, "+100 MiB/s"],
    [-20 * 1024, "−20 KiB/h"],
  ])("%d bytes an hour are %s", (perHour, text) => {
    expect(byteRate(perHour)).toBe(text);
  });

  test("events are counted per second, minute or hour, as gives a number to grasp", () => {
    expect([206.8, 3.42, 0.42, 0.001, 0].map(eventRate)).toEqual([
      "207/s",
      "3.4/s",
      "25/min",
      "3.6/h",
      "0/h",
    ]);
  });

  test("counts are set in groups of three", () => {
    expect([0, 999, 1000, 12_408, 1_234_567, -4200].map((value) => plain(count(value)))).toEqual([
      "0",
      "999",
      "1 000",
      "12 408",
      "1 234 567",
      "−4 200",
    ]);
    expect([counted(1, "entry", "entries"), counted(2, "entry", "entries"), counted(0, "look")]).toEqual([
      "1 entry",
      "2 entries",
      "0 looks",
    ]);
  });

  test("only all is 100 % and only nothing is 0 %", () => {
    expect([0, 0.001, 0.5, 0.997, 1].map(percent)).toEqual([
      "0 %",
      "under 1 %",
      "50 %",
      "over 99 %",
      "100 %",
    ]);
  });

  test.each([
    [0, "0 s"],
    [0.912, "0.9 s"],
    [0.04, "0.04 s"],
    [9.96, "10 s"],
    [2, "2 s"],
    [60, "60 s"],
    [119.4, "119 s"],
    [119.6, "2 min"],
    [150, "2 min 30 s"],
    [3599.7, "1 h"],
    [13_320, "3 h 42 min"],
    [86_399, "1 d"],
    [331_200, "3 d 20 h"],
    [41 * 86_400, "41 d"],
    [913 * 86_400, "2.5 years"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  test("a range says its unit once, and is one figure when both ends read the same", () => {
    expect(durationRange(331_200, 352_800)).toBe("3 d 20 h – 4 d 2 h");
    expect(durationRange(36 * 86_400, 51 * 86_400)).toBe("36 – 51 d");
    expect(durationRange(981, 1962)).toBe("16 – 33 min");
    expect(durationRange(19_800, 24_300)).toBe("5 h 30 min – 6 h 45 min");
    expect(durationRange(0.4, 7.6)).toBe("0.4 – 7.6 s");
    expect(durationRange(41 * 86_400, 41.2 * 86_400)).toBe("about 41 d");
  });

  test("milliseconds become seconds when there are many", () => {
    expect([0, 0.2, 6.2, 99, 912, 61_000].map(milliseconds)).toEqual([
      "0 ms",
      "under 1 ms",
      "6 ms",
      "99 ms",
      "0.9 s",
      "61 s",
    ]);
  });

  test("no size or time is printed as 1024 of its unit, 60 minutes or 24 hours", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6e7, noNaN: true }), (value) => {
        expect(plain(bytes(value))).toMatch(/^(?:\d|\d{1,3}|1 0[01]\d|1 02[0-3]|\d\.\d) (?:B|KiB|MiB)$/u);
        expect(duration(value)).not.toMatch(/ 60 (?:s|min)$|\b24 h$|^14 d \d|\de/u);
      }),
      { numRuns: 1000 },
    );
  });
});

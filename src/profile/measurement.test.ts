import { describe, expect, test } from "vitest";
import { areComparableUnits, percentage, scaledLabel, scaleMeasurement, twoDecimals } from "./measurement.ts";

test.each([
  [0, "0.00"],
  [1.125, "1.12"],
  [1.375, "1.38"],
  [0.625, "0.62"],
  [-1.125, "-1.12"],
  [2.675, "2.67"],
  [2 ** 70, "1180591620717411303424.00"],
])("%d has two decimals as Go prints them", (value, text) => {
  expect(twoDecimals(value)).toBe(text);
});

// What Go's fmt prints for %.2f and %5.2g, taken from a run of it.
test.each([
  [0, 5, "    0%"],
  [5, 5, "  100%"],
  [9994, 10000, "99.94%"],
  [9996, 10000, "  100%"],
  [3, 1000, "  0.3%"],
  [-3, 100, " 3.00%"],
  [1, 800, " 0.12%"],
  [9, 100000, "0.009%"],
  [1, 10_000_000, "1e-05%"],
  [999, 100_000, "    1%"],
])("%d of %d is %s", (value, total, text) => {
  expect(percentage(value, total)).toBe(text);
});

describe("a value in another unit", () => {
  test.each([
    [1, "s", "ms", 1000, "ms"],
    [1, "kb", "b", 1024, "B"],
    [1, "kbyte", "b", 1024, "B"],
    [1, "megabytes", "auto", 1, "MB"],
    [1023, "b", "auto", 1023, "B"],
    [7200, "seconds", "auto", 2, "hrs"],
    [4, "seconds", "mb", 4, "s"],
    [-2048, "bytes", "auto", -2, "kB"],
    [100, "count", "auto", 100, ""],
    [100, "unheard", "kb", 100, "kb"],
    [1, "gcu", "milligcu", 1000, "m*GCU"],
    [0, "bytes", "auto", 0, "B"],
    [-(2 ** 63), "bytes", "auto", -(2 ** 63), "B"],
  ])("%d %s in %s", (value, from, to, scaled, unit) => {
    expect(scaleMeasurement(value, from, to)).toEqual({ value: scaled, unit });
  });

  test("units are comparable within a family only", () => {
    expect(areComparableUnits("bytes", "MB")).toBe(true);
    expect(areComparableUnits("bytes", "ms")).toBe(false);
    expect(areComparableUnits("widgets", "widgets")).toBe(true);
  });

  test("labels drop empty decimals and the unit of nothing", () => {
    const labels = [16384, 1536, 0, -3].map((value) => scaledLabel(value, "bytes", "auto"));
    expect(labels).toEqual(["16kB", "1.50kB", "0", "-3B"]);
  });
});

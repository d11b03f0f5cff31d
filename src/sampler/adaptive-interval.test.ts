import { expect, test } from "vitest";
import { affordableInterval } from "./adaptive-interval.ts";

const KIB = 1024;

test("a program that allocates slowly keeps its interval", () => {
  expect(affordableInterval(512 * KIB, 0)).toBe(512 * KIB);
  expect(affordableInterval(512 * KIB, 150e6)).toBe(512 * KIB);
});

test("one that allocates half a gigabyte a second is sampled more rarely", () => {
  expect(affordableInterval(512 * KIB, 550e6)).toBe(2048 * KIB);
});

test("no rate makes it wider than 8 MiB, as little would be left to see", () => {
  expect(affordableInterval(512 * KIB, 1e12)).toBe(8192 * KIB);
});

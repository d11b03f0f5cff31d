import { afterEach, expect, test } from "vitest";
import { exactTime, goDuration, shortTime } from "./local-time.ts";

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

test("a time is said in the local zone, by its abbreviation where it has one", () => {
  process.env["TZ"] = "UTC";
  expect(shortTime(1_795_332_602_513_581_968n)).toBe("Nov 22, 2026 at 7:30am (UTC)");
  expect(exactTime(1_795_332_602_513_581_968n)).toBe("2026-11-22 07:30:02.513581968 +0000 UTC");
  expect(shortTime(-5n)).toBe("Dec 31, 1969 at 11:59pm (UTC)");
  expect(exactTime(-5n)).toBe("1969-12-31 23:59:59.999999995 +0000 UTC");
  process.env["TZ"] = "Europe/Berlin";
  expect(exactTime(1_795_332_602_000_000_000n)).toBe("2026-11-22 08:30:02 +0100 CET");
  process.env["TZ"] = "America/New_York";
  expect(shortTime(1_795_332_602_000_000_000n)).toBe("Nov 22, 2026 at 2:30am (EST)");
});

test.each([
  [0n, "0s"],
  [999n, "999ns"],
  [1500n, "1.5µs"],
  [2_000_000n, "2ms"],
  [90_500_000_000n, "1m30.5s"],
  [7_260_000_000_000n, "2h1m0s"],
  [-1_500_000_000n, "-1.5s"],
])("%d nanoseconds are %s", (nanos, text) => {
  expect(goDuration(nanos)).toBe(text);
});

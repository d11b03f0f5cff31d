import { expect, test } from "vitest";
import { ProfileRangeError } from "#profile";
import { isExpected } from "./expected-error.ts";
import { UsageError } from "./usage-error.ts";

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test("errors with a code are meant for the user", () => {
  expect(isExpected(new UsageError("no such flag"))).toBe(true);
  expect(isExpected(new ProfileRangeError("no such sample type"))).toBe(true);
});

test("a RangeError that V8 throws is a fault of ours", () => {
  const deep = (): unknown => [deep()];
  expect(isExpected(thrownBy(deep))).toBe(false);
  expect(isExpected(thrownBy(() => "x".repeat(-1)))).toBe(false);
});

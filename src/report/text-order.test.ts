import fc from "fast-check";
import { expect, test } from "vitest";
import { compareTexts } from "./text-order.ts";

test("texts are ordered as their UTF-8 bytes are", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "é", "\u{D7FF}", "\uE000", "\uFFFF", "\u{10000}", "\u{1F600}"),
    maxLength: 4,
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareTexts(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
});

test("a character beyond the first 65,536 comes after all of those", () => {
  expect(compareTexts("\u{1F600}", "\uFFFD")).toBeGreaterThan(0);
});

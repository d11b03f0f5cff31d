import fc from "fast-check";
import { expect, test } from "vitest";
import { SourceText } from "./source-text.ts";

test("lines end at every line terminator of the language and are given without it", () => {
  const text = new SourceText("a\nb\r\nc\rd\u2028e\u2029f");
  expect([1, 2, 3, 4, 5, 6].map((line) => text.line(line))).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(text.line(7)).toBeNull();
  expect(text.line(0)).toBeNull();
});

test("a byte order mark is no part of the first line", () => {
  const text = new SourceText("\uFEFFconst a = 1;");
  expect(text.marked).toBe(true);
  expect(text.line(1)).toBe("const a = 1;");
});

test("a position leads to its offset and back", () => {
  const texts = fc.array(fc.constantFrom("a", "é", "😀", "\n", "\r\n", " "), { maxLength: 40 });
  fc.assert(
    fc.property(texts, fc.nat(60), (parts, at) => {
      const text = new SourceText(parts.join(""));
      const offset = Math.min(at, text.text.length);
      const { line, column } = text.position(offset);
      expect(text.offset(line, column)).toBe(offset);
    }),
  );
});

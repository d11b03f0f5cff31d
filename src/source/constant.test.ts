import { expect, test } from "vitest";
import { constantAt } from "./constant.ts";
import { tokenize } from "./tokenizer.ts";

/** What `wanted` comes to, after the lines before it. */
function value(wanted: string, before = ""): number | null {
  const head = before === "" ? 0 : tokenize(`${before};`).count;
  const tokens = tokenize(before === "" ? wanted : `${before};\n${wanted}`);
  return constantAt(tokens, head, tokens.count - 1);
}

test.each([
  ["60_000", 60_000],
  ["1e6", 1e6],
  ["5 * 60 * 1000", 300_000],
  ["(2 + 3) * 4 - 6 / 2", 17],
  ["2 ** 10", 1024],
  ["10 + Math.random() * 50", 60],
  ["Math.floor(7 * 3)", 21],
])("%s is %i", (text, expected) => {
  expect(value(text)).toBe(expected);
});

test.each([
  ["TTL", "const TTL = 30 * 1000", 30_000],
  ["TTL + 5", "const SECOND = 1000, TTL = 2 * SECOND", 2005],
  ["this.max", "this.max = 500", 500],
  ["config.dedupe.maxEntries", "const config = { dedupe: { maxEntries: 10_000 } }", 10_000],
  ["every", "function start(every = 250) {}", 250],
])("%s is what the file gives it", (text, before, expected) => {
  expect(value(text, before)).toBe(expected);
});

test.each([
  ["ttl", ""],
  ["f(5)", ""],
  ["'60'", ""],
  ["5 +", ""],
  ["max", "const max = options.max"],
  ["max", "let max = 5; max = 10"],
  ["a", "const a = b, b = a"],
])("%s after “%s” is known only when the program runs", (text, before) => {
  expect(value(text, before)).toBeNull();
});

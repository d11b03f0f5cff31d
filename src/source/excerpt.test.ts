import { expect, test } from "vitest";
import { excerptOf, isQuotable } from "./excerpt.ts";
import { SourceText } from "./source-text.ts";

test("a line is given trimmed, on one line", () => {
  const source = new SourceText("a\n\tsessions.set(id,\tv);\u001B[31m\r\n");
  expect(excerptOf(source, 2)).toBe("sessions.set(id, v); [31m");
  expect(excerptOf(source, 3)).toBeNull();
  expect(excerptOf(source, 9)).toBeNull();
});

test("a long line is cut around the column", () => {
  const line = `${"a".repeat(500)};sessions.set(id);${"b".repeat(500)}`;
  const source = new SourceText(`    ${line}`);
  const excerpt = excerptOf(source, 1, { column: 506, width: 60 });
  expect(excerpt).toHaveLength(60);
  expect(excerpt).toMatch(/^…a+;sessions\.set\(id\);b+…$/);
  expect(excerptOf(source, 1, { width: 20 })).toBe(`${"a".repeat(19)}…`);
  expect(excerptOf(source, 1, { column: 1020, width: 20 })).toBe(`…${"b".repeat(19)}`);
});

test("half a character is never shown", () => {
  const source = new SourceText("😀".repeat(100));
  for (let column = 1; column < 40; column++) {
    expect(excerptOf(source, 1, { column, width: 21 })).not.toMatch(/\p{Surrogate}/u);
  }
});

test("only program text is quoted", () => {
  for (const file of ["/a/x.ts", "/a/x.MJS", "/a/bin/serve", "/a/main.go"])
    expect(isQuotable(file)).toBe(true);
  for (const file of ["/a/users.json", "/a/.env", "/a/x.log", "/a/.env.js"])
    expect(isQuotable(file)).toBe(false);
});

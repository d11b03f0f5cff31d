import { expect, test } from "vitest";
import { fitsScript } from "./script-fit.ts";
import { SourceText } from "./source-text.ts";

const text = `const sessions = new Map();\nexports.open = (id) => sessions.set(id, {});\n${"// more\n".repeat(400)}`;
const HEADER = 16;
/** Of a text as V8 has it, one byte for each character, in words of eight bytes. */
const ran = (of: string): { start: string; bytes: number } => ({
  start: of.slice(0, 1024),
  bytes: Math.ceil((HEADER + of.length) / 8) * 8,
});
const old = new Date("2026-01-01");
const recent = new Date("2026-02-01");

function fits(file: string, what = ran(text), script = "/app/a.js", modifiedAt = old): boolean {
  return fitsScript(new SourceText(file), what, { script, modifiedAt, youngest: new Date("2026-01-15") });
}

test("a file is what ran when it begins alike and is as long", () => {
  expect(fits(text)).toBe(true);
  expect(fits(text, ran(text), "/app/a.js", recent)).toBe(true);
  expect(fits(`\uFEFF${text}`)).toBe(true);
  expect(fits(text, { start: text.slice(0, 1024), bytes: (HEADER + 2 * text.length + 7) & ~7 })).toBe(true);
});

test("a file that has changed at its beginning or end is not", () => {
  expect(fits(text.replace("sessions", "session_"))).toBe(false);
  expect(fits(`${text}// and one line more\n`)).toBe(false);
  expect(fits("")).toBe(false);
});

test("of a text that was taken out of an index its size is what is left", () => {
  expect(fits(text, { ...ran(text), start: "<1024 bytes>" })).toBe(true);
  expect(fits(`${text}${text}`, { ...ran(text), start: "<1024 bytes>" })).toBe(false);
});

test("a text that Node.js holds outside the heap has no size there", () => {
  expect(fits(text, { ...ran(text), bytes: 32 })).toBe(true);
});

test("of TypeScript the types may be blank, and Node.js names the file at the end", () => {
  const typed = "const map: Map<string, number> = new Map();\n";
  const blank = "const map                      = new Map();\n";
  const script = "/app/a.ts";
  expect(fits(typed, ran(`${blank}\n\n//# sourceURL=${script}`), script)).toBe(true);
  expect(fits(typed, ran(`${blank}const more = 1;`), script, recent)).toBe(false);
});

test("TypeScript that another tool made into JavaScript counts while the file is not younger than the snapshot", () => {
  const made = ran("var sessions=new Map;");
  expect(fits(text, made, "/app/a.ts")).toBe(true);
  expect(fits(text, made, "/app/a.ts", recent)).toBe(false);
  expect(fits(text, made)).toBe(false);
});

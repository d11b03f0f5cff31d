import { expect, test } from "vitest";
import { assignmentsIn } from "./assignment.ts";
import { callsIn } from "./call.ts";
import type { NamingLine } from "./naming-line.ts";
import { Outline } from "./outline.ts";
import { SourceText } from "./source-text.ts";
import { textGrowthIn } from "./text-growth.ts";

const outlineOf = (text: string): Outline => new Outline(new SourceText(text));
const excerpts = (lines: readonly NamingLine[]): string[] => lines.map(({ excerpt }) => excerpt);

test("a text, bytes and the head of a list grow where they are given another value", () => {
  const text = `let log = "";
let head = null;
class Page { #body = ""; constructor() { this.#body = start; }
  add(text) { this.#body += text; }
  clear() { this.#body = ""; } }
function add(line) { log += line; }
function rotate() { log = ""; head = null; other.log = 1; }
function push(value) { head = { value, next: head }; }
function local() { let log = 1; log = 2; }`;
  const outline = outlineOf(text);
  expect(excerpts(assignmentsIn(outline, "log"))).toEqual(["function add(line) { log += line; }"]);
  expect(excerpts(assignmentsIn(outline, "head"))).toEqual([
    "function push(value) { head = { value, next: head }; }",
  ]);
  expect(assignmentsIn(outline, "page.#body").map(({ function: name }) => name)).toEqual(["add"]);
});

test.each([
  ["log", 'let log = "";\nfunction add(line) { log += line; }', 1, 0],
  ["log", 'let log = "";\nfunction add(line) { log = log + line; }', 1, 0],
  ["log", 'let log = "";\nfunction add(line) { log = `${log}${line}`; }', 1, 0],
  ["log", 'let log = "";\nfunction add(line) { log = log.concat(line); }', 1, 0],
  ["log", 'let log = "";\nfunction add(line) { log += line; }\nfunction flush() { log = ""; }', 1, 1],
  ["log", 'let log = "";\nfunction add(line) { log = line + log.slice(0, 99); }', 0, 1],
  ["log", 'let log = "";\nfunction keep() { log = log.slice(-99); }', 0, 1],
  ["log", 'let log = "";\nfunction other() { let log = ""; log = "x"; }', 0, 0],
  ["log", 'let log = "";\nif (log == "") print(log);', 0, 0],
  [
    "page.body",
    "class Page { body = ''; constructor() { this.body = ''; } add(t) { this.body += t; } }",
    1,
    0,
  ],
  [
    "page.body",
    "class Page { body = ''; add(t) { this.body += t; } } function cut(p) { p.body = ''; }",
    1,
    1,
  ],
  ["state.log", 'let state = { log: "" };\nfunction add(t) { state.log += t; }', 1, 0],
  ["state.log", 'function add(t) { state.log += t; } function reset() { state = { log: "" }; }', 1, 1],
])(
  "of the text %s, %j has %i lines that append and %i that begin it anew",
  (holder, source, appends, resets) => {
    const declaredAt = holder.includes(".") ? {} : { declaredAt: 1 };
    const growth = textGrowthIn(outlineOf(source), holder, declaredAt);
    expect([growth.appends.length, growth.resets.length]).toEqual([appends, resets]);
  },
);

test.each([
  ["socket.write(data)", ["write"], 1],
  ["this.socket?.write(data)", ["write"], 1],
  ["source.pipe(socket)", ["write"], 1],
  ["socket.writable", ["write"], 0],
  ["socket.end()", ["write"], 0],
  ["await socket", ["await"], 1],
  ["Promise.race([work(a, b), socket])", ["race"], 1],
  ["Promise.race(work)", ["race"], 0],
  ["[socket]", ["race"], 0],
  ["function f() { const s = socket; s.write(1); }", ["write"], 1],
] as const)("%s by %j is found %i times", (source, methods, count) => {
  expect(callsIn(outlineOf(source), "socket", methods)).toHaveLength(count);
});

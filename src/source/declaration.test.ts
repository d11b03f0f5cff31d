import { expect, test } from "vitest";
import { declarationOf } from "./declaration.ts";
import { Outline } from "./outline.ts";
import { SourceText } from "./source-text.ts";

/** `line:column` of the declaration found. */
function found(source: string, holder: string, near?: number): string | null {
  const outline = new Outline(new SourceText(source));
  const declaration = declarationOf(outline, holder, near === undefined ? {} : { near });
  return declaration && `${declaration.line}:${declaration.column} ${declaration.kind}`;
}

test.each([
  ["const sessions = new Map();", "sessions", "1:7 variable"],
  ["export const sessions: Map<string, Session> = new Map();", "sessions", "1:14 variable"],
  ["let a = 1, sessions = {};", "sessions", "1:12 variable"],
  ["var a = f(1, 2), sessions = [];", "sessions", "1:18 variable"],
  ["const { sessions } = state;", "sessions", "1:9 variable"],
  ["const { a: sessions = {}, b } = state;", "sessions", "1:12 variable"],
  ["const [sessions, b] = state;", "sessions", "1:8 variable"],
  ["class Pool { static live = new Map(); }", "live", "1:21 field"],
  ["class Pool { static live = new Map(); }", "Pool.live", "1:21 field"],
  ["class Pool { #waiting = []; }", "#waiting", "1:14 field"],
  ["class Pool { #waiting = []; }", "pool.#waiting", "1:14 field"],
  ["class Pool {\n  private readonly byId: Map<string, X>;\n}", "byId", "2:20 field"],
  ["class Pool { #waiting\n  add() { this.#waiting.push(1) } }", "#waiting", "1:14 field"],
  ["class Pool { constructor() { this.byId = {}; } }", "byId", "1:35 property"],
  ["exports.cache = new Map();", "exports.cache", "1:9 property"],
  ["module.exports.cache = {};", "exports.cache", "1:16 property"],
  ["export const cache = {};", "exports.cache", "1:14 variable"],
  ["module.exports = { cache: {} };", "exports.cache", "1:20 property"],
  ["const state = {\n  nested: { byId: {} },\n};", "state.nested.byId", "2:13 property"],
  ["class Pool {}", "Pool", "1:7 class"],
  ["const Pool = class {};", "Pool", "1:7 variable"],
  ["function makeStore(seen = new Set()) { seen.add(1) }", "seen", "1:20 parameter"],
  ["class P { constructor(private readonly seen = new Set()) {} }", "seen", "1:40 parameter"],
  ["import { sessions } from './a.js';", "sessions", "1:10 import"],
  ["const sessions = new Map();", "sessions$1", "1:7 variable"],
  ["const sessions = new Map();", "sessions2", "1:7 variable"],
  ["const sessions = new Map(), sessions2 = new Map();", "sessions2", "1:29 variable"],
  ["class Pool { #waiting = []; }", "_Pool_waiting", "1:14 field"],
  ["const app = f();\napp.decorate('open', new Map());", "app.open", "2:14 property"],
  ['Object.defineProperty(app, "open", { value: [] });', "app.open", "1:28 property"],
])("in %s the holder %s is declared at %s", (source, holder, expected) => {
  expect(found(source, holder)).toBe(expected);
});

test.each([
  ["// const sessions = new Map()\nf('const sessions = 1')", "sessions"],
  ["sessions.set(1, 2); f(sessions); if (sessions == null) g({ a: sessions })", "sessions"],
  ["interface State { sessions: Map<string, X>; }", "sessions"],
  ["type State = { sessions: Map<string, X>; };", "sessions"],
  ["const other = new Map();", "sessions"],
  ["const a = 1;", ""],
  ["app.set('open', true); send('open', name)", "app.open"],
])("%s declares no %s", (source, holder) => {
  expect(found(source, holder)).toBeNull();
});

test("the declaration that makes a value wins over those that only mention the type or pass it on", () => {
  const source = [
    "interface State { sessions: Map<string, X> }",
    "function use(sessions) { return sessions.size }",
    "const sessions = new Map();",
    "const { sessions: again } = state;",
  ].join("\n");
  expect(found(source, "sessions")).toBe("3:7 variable");
});

test("of several like ones the nearest to the hint wins, and without a hint the least nested", () => {
  const source = [
    "function a() { const seen = new Set(); }",
    "",
    "const seen = new Set();",
    "",
    "function b() { const seen = new Set(); }",
  ].join("\n");
  expect(found(source, "seen")).toBe("3:7 variable");
  expect(found(source, "seen", 5)).toBe("5:22 variable");
  expect(found(source, "seen", 1)).toBe("1:22 variable");
});

test("a path means the property, even beside a variable of its name", () => {
  const source = "class Pool {\n  jobs = new Map();\n}\nfunction f() { const jobs = new Set(); }";
  expect(found(source, "pool.jobs")).toBe("2:3 field");
  expect(found("const cache = {};\nclass P { cache = {} }", "exports.cache")).toBe("1:7 variable");
});

test("the excerpt is the line", () => {
  const outline = new Outline(new SourceText("\n  const sessions = new Map(); // by id\n"));
  expect(declarationOf(outline, "sessions")).toEqual({
    line: 2,
    column: 9,
    excerpt: "const sessions = new Map(); // by id",
    kind: "variable",
  });
});

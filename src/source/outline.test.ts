import { expect, test } from "vitest";
import { Outline } from "./outline.ts";
import { parametersOf } from "./parameter.ts";
import { SourceText } from "./source-text.ts";

function outlineOf(source: string): Outline {
  return new Outline(new SourceText(source));
}

/** The function around the mark `HERE` in a text, and what it receives. */
function around(source: string): string {
  const outline = outlineOf(source);
  const at = Array.from({ length: outline.tokens.count }, (_, t) => t).find((t) =>
    outline.tokens.is(t, "HERE"),
  );
  const span = outline.functionsAround(at ?? -1)[0];
  if (!span) return "none";
  const names = parametersOf(outline.tokens, span).map(({ name, type }) =>
    type ? `${name}: ${type}` : name,
  );
  return `${span.name}(${names.join(", ")})`;
}

test.each([
  ["HERE", "none"],
  ["function open(id, socket) { HERE }", "open(id, socket)"],
  ["async function* open(id) { if (id) { HERE } }", "open(id)"],
  ["const open = (id) => HERE;", "open(id)"],
  ["const open = async id => { HERE }", "open(id)"],
  ["const a = (x) => x, b = 1; HERE", "none"],
  ["const a = (x) => x\nHERE", "none"],
  ["const a = (x) =>\n  x\n    .y(HERE)", "a(x)"],
  ["exports.open = function (id) { HERE }", "open(id)"],
  ["const o = { open(id) { HERE } }", "open(id)"],
  ["const o = { open: (id) => HERE }", "open(id)"],
  ["const o = { a: y => HERE }", "a(y)"],
  ["x ? f(a) : y => HERE", "null(y)"],
  ["class P { add(x) { HERE } }", "add(x)"],
  ["class P { static async #add(x) { HERE } }", "#add(x)"],
  ["class P { get size() { HERE } }", "size()"],
  ["class P { add = (x) => { HERE } }", "add(x)"],
  ["class P { ['a' + 1](x) { HERE } }", "['a' + 1](x)"],
  ["o.on('x', (a, b) => { HERE })", "null(a, b)"],
  ["o.on('x', function named(a) { HERE })", "named(a)"],
  ["f(a) ; for (const x of y) { HERE }", "none"],
  ["switch (a) { case (b): { HERE } }", "none"],
  ["const t = `${((x) => HERE)(1)}`", "null(x)"],
  ["({ a, b: [c], ...d }, e = 1) => HERE", "null(a, c, d, e)"],
  [
    "function open(id: string, m: Map<string, number>): void { HERE }",
    "open(id: string, m: Map<string, number>)",
  ],
  ["function open<T extends { a: 1 }>(id: T): Promise<Map<string, T>> { HERE }", "open(id: T)"],
  ["function open(id?: string): { a: number } { HERE }", "open(id: string)"],
  ["const open = (id: string): id is 'a' => HERE", "open(id: string)"],
  ["const open: Handler<string> = async (id) => { HERE }", "open(id)"],
  ["const open: ns.Handler = (id) => { HERE }", "open(id)"],
  ["let a = 1\nns.open = (id) => { HERE }", "open(id)"],
  ["class P { constructor(private readonly socket: Socket = x) { HERE } }", "constructor(socket: Socket)"],
  ["class P { add(this: P, x: number) { HERE } }", "add(x: number)"],
])("%s lies in %s", (source, expected) => {
  expect(around(source)).toBe(expected);
});

test("classes are found with their names and braces", () => {
  const outline = outlineOf(
    "class A extends mixin({}) {} const B = class<T extends { x: 1 } = Y> extends C<T> { m() {} }; a.class; ({ class: 1 })",
  );
  expect(outline.classes.map(({ name, open, close }) => [name, outline.tokens.slice(open, close)])).toEqual([
    ["A", "{}"],
    ["B", "{ m() {} }"],
  ]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenize } from "./tokenizer.ts";

function texts(source: string): string[] {
  const tokens = tokenize(source);
  return Array.from({ length: tokens.count }, (_, token) => tokens.slice(token));
}

test("comments, strings and a hashbang line hide what they hold", () => {
  const source = "#!/usr/bin/env node\n// map.set(1)\n/* map.set(2) */ a = 'map.set(\\'3\\')' + \"\\\"map\";";
  expect(texts(source)).toEqual(["a", "=", "'map.set(\\'3\\')'", "+", '"\\"map"', ";"]);
});

test("templates are strings with code between, however deep", () => {
  expect(texts("`a ${b(`c ${d} e`)} f` + g")).toEqual([
    "`a ",
    "${",
    "b",
    "(",
    "`c ",
    "${",
    "d",
    "}",
    " e`",
    ")",
    "}",
    " f`",
    "+",
    "g",
  ]);
  expect(texts("`${ {a: 1}.a }`;")).toEqual(["`", "${", "{", "a", ":", "1", "}", ".", "a", "}", "`", ";"]);
});

test("a slash divides after a value and begins a regular expression elsewhere", () => {
  expect(texts("a / b / c")).toEqual(["a", "/", "b", "/", "c"]);
  expect(texts("x = /['\"`]/g.test(y)")).toEqual(["x", "=", "/['\"`]/g", ".", "test", "(", "y", ")"]);
  expect(texts("if (a) /b'/.test(c)")).toEqual(["if", "(", "a", ")", "/b'/", ".", "test", "(", "c", ")"]);
  expect(texts("(a) / b / c")).toEqual(["(", "a", ")", "/", "b", "/", "c"]);
  expect(texts("return /[/']/u")).toEqual(["return", "/[/']/u"]);
  expect(texts("a[0] / 2; b++ / 2")).toEqual(["a", "[", "0", "]", "/", "2", ";", "b", "++", "/", "2"]);
});

test("private names, numbers and operators are single tokens", () => {
  expect(texts("this.#w ??= 1_000.5e-3n?.5:a?.b")).toEqual([
    "this",
    ".",
    "#w",
    "??=",
    "1_000.5e-3n",
    "?",
    ".5",
    ":",
    "a",
    "?.",
    "b",
  ]);
});

test("an apostrophe in JSX spoils no more than its line", () => {
  expect(texts("<p>Don't (</p>\nmap.set(1)").slice(-6)).toEqual(["map", ".", "set", "(", "1", ")"]);
});

test("brackets know their pairs, also over templates and over brackets that never close", () => {
  const tokens = tokenize("f([`${a(b)}`], { c: (d })");
  const open = Array.from({ length: tokens.count }, (_, token) => token).filter(
    (token) => tokens.pair(token) > token,
  );
  expect(open.map((token) => tokens.slice(token, tokens.pair(token)))).toEqual([
    "f([`${a(b)}`], { c: (d })".slice(1),
    "[`${a(b)}`]",
    "${a(b)}",
    "(b)",
    "{ c: (d }",
  ]);
});

test("any text at all is split into tokens in order, without overlap and without an end", () => {
  const pieces = [
    "`",
    "${",
    "}",
    "{",
    "/",
    "*",
    "//",
    "'",
    '"',
    "\\",
    "\n",
    "a",
    "0",
    " ",
    "(",
    ")",
    "#",
    "=>",
    "é",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 60 }), (parts) => {
      const source = parts.join("");
      const tokens = tokenize(source);
      let end = 0;
      for (let token = 0; token < tokens.count; token++) {
        expect(tokens.start(token)).toBeGreaterThanOrEqual(end);
        expect(tokens.end(token)).toBeGreaterThanOrEqual(tokens.start(token));
        end = tokens.end(token);
      }
      expect(end).toBeLessThanOrEqual(source.length);
    }),
  );
});

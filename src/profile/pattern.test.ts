import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import fc from "fast-check";
import { compilePattern } from "./pattern.ts";

const hasGo = spawnSync("go", ["version"]).status === 0;
if (!hasGo) console.warn("SKIPPED: patterns beside Go's regexp: Go is not installed");

/** Patterns made of what RE2 and JavaScript read alike, over a small alphabet so that they match now and then. */
const { pattern: common } = fc.letrec<{ pattern: string; atom: string }>((tie) => ({
  atom: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(
      "a",
      "b",
      "c",
      ".",
      "\\.",
      "[ab]",
      "[^a]",
      "[a-c_]",
      "\\w",
      "\\d",
      "\\W",
      "\\b",
      "^",
      "$",
    ),
    tie("pattern").map((inner) => `(?:${inner})`),
    tie("pattern").map((inner) => `(${inner})`),
  ),
  pattern: fc
    .array(
      fc.tuple(tie("atom"), fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "|")),
      { minLength: 1, maxLength: 4 },
    )
    .map((parts) => parts.map(([atom, suffix]) => withSuffix(atom, suffix)).join("")),
}));

/** JavaScript does not repeat assertions, RE2 does. */
function withSuffix(atom: string, suffix: string): string {
  return ["^", "$", "\\b"].includes(atom) && suffix !== "|" ? atom : atom + suffix;
}

const characters = fc.constantFrom("a", "b", "c", "1", ".", " ", "é", "😀", "\n");
const text = fc.string({ unit: characters, maxLength: 12 });
/** RegExp goes back over its steps: nested repetitions take it seconds on twelve characters. */
const shortText = fc.string({ unit: characters, maxLength: 5 });

test("what RegExp reads alike, it matches alike", () => {
  fc.assert(
    fc.property(common, fc.array(shortText, { minLength: 1, maxLength: 8 }), (source, texts) => {
      const ours = compilePattern(source);
      const theirs = new RegExp(source, "u");
      expect([source, ...texts.map((one) => ours.matches(one))]).toEqual([
        source,
        ...texts.map((one) => theirs.test(one)),
      ]);
    }),
    { numRuns: 1500 },
  );
});

test.each([
  ["(?i)KELVIN", "\u212Aelvin", true],
  ["(?i)[s]", "\u017F", true],
  ["(?i:a)b", "AB", false],
  ["(?i)a(?-i)b", "Ab", true],
  ["\\Q(*)\\E+", "(*))", true],
  ["\\Aab\\z", "ab", true],
  ["\\Aab\\z", "ab\n", false],
  ["a$", "a\nb", false],
  ["(?m)a$", "a\nb", true],
  ["a.b", "a\nb", false],
  ["(?s)a.b", "a\nb", true],
  ["[[:alpha:]]+[[:^digit:]]", "x-", true],
  ["^\\p{Greek}\\pL$", "\u03B1x", true],
  ["\\p{^Greek}", "\u03B1", false],
  ["(?P<name>x){2}", "xx", true],
  ["[^a]", "\n", true],
  ["\\x{1F600}", "😀", true],
  ["^.$", "\uD800", true],
  ["[]a]", "]", true],
  ["a{,2}", "a{,2}", true],
  ["\\101\\x42", "AB", true],
  ["^*a", "ba", true],
])("%s in %j: %s", (source, subject, matched) => {
  expect(compilePattern(source).matches(subject)).toBe(matched);
});

test.each([
  ["a(b", "missing closing ): `a(b`"],
  ["a)b", "unexpected ): `a)b`"],
  ["[a", "missing closing ]: `[a`"],
  ["*a", "missing argument to repetition operator: `*`"],
  ["a**", "invalid nested repetition operator: `**`"],
  ["a{1001}", "invalid repeat count: `{1001}`"],
  ["(?=a)", "invalid or unsupported Perl syntax: `(?=`"],
  ["(?<=a)", "invalid or unsupported Perl syntax: `(?<`"],
  ["(a)\\1", "invalid escape sequence: `\\1`"],
  ["\\", "trailing backslash at end of expression: ``"],
  ["[z-a]", "invalid character class range: `z-a`"],
  ["\\p{Nope}", "invalid character class range: `\\p{Nope}`"],
])("%s is refused in Go's words", (source, message) => {
  expect(() => compilePattern(source)).toThrow(`error parsing regexp: ${message}`);
});

test("patterns that make a backtracking matcher hang are answered at once", () => {
  const long = "a".repeat(20_000);
  expect(compilePattern("(a*)*b").matches(long)).toBe(false);
  expect(compilePattern("(a|aa)+$").matches(`${long}!`)).toBe(false);
  expect(compilePattern("(x+x+)+y").matches("x".repeat(20_000))).toBe(false);
  // A deterministic automaton of this one has 2^14 states: they must be forgotten, not kept.
  expect(compilePattern("(a|b)*a(a|b){13}c").matches("abbabaabab".repeat(2000))).toBe(false);
});

test("a pattern that is too large is refused, not built", () => {
  expect(() => compilePattern("(\\pL{900}|x){1}".repeat(200))).toThrow("expression too large");
  expect(() => compilePattern("(".repeat(2000) + ")".repeat(2000))).toThrow("expression nests too deeply");
});

describe.runIf(hasGo)("beside Go's regexp", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "sawtooth-pattern-"));
    writeFileSync(join(folder, "match.go"), GO_MATCHER);
    execFileSync("go", ["build", "-o", "match", "match.go"], { cwd: folder, stdio: "pipe" });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  test("any text is refused with the same message, or matches the same", () => {
    const cases = fc.sample(fc.record({ source: wild, subject: text }), { numRuns: 4000, seed: 11 });
    cases.push(...SYNTAX.map((source) => ({ source, subject: "aB-\u03B1(1)]" })));
    const input = JSON.stringify(cases);
    const output = execFileSync(join(folder, "match"), { input, encoding: "utf8", maxBuffer: 1 << 26 });
    const answers = JSON.parse(output) as string[];
    const differing = cases.filter(({ source, subject }, i) => answer(source, subject) !== answers[i]);
    expect(differing.map(({ source, subject }) => [source, answer(source, subject)])).toEqual([]);
  });
});

function answer(source: string, subject: string): string {
  try {
    return String(compilePattern(source).matches(subject));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Runs of what means something in a pattern, well-formed or not. `(?<` is left out: Go reads it since 1.22 only. */
const wild = fc
  .array(
    fc.constantFrom(
      ..."a b c B 1 . - ^ $ | ( ) [ ] { } * + ? , : \\ é 😀".split(" "),
      ..."(?i) (?m: (?s) (?U: (?-i: (?P<n> (?P<n (?P= (?! {2} {0,3} {2,} {3,2} [^ [[:alpha:] [:digit:] [:^x:]".split(
        " ",
      ),
      ..."\\A \\z \\b \\B \\C \\Q \\E \\d \\S \\w \\pL \\PN \\p{Greek} \\p{^Lu} \\p{x \\x4 \\x41 \\x{61} \\x{zz \\07 \\8 \\n \\-".split(
        " ",
      ),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const SYNTAX = [
  ..."(?) (?i)* a*(?i)* (?P<1>a) (?P<>a) (?P<é>a) (?P<n>a)(?P<n>b) (?i-s:a) (?i-) (?-) (?i-s-m) \\pZ \\p \\p{} \\p{Any}".split(
    " ",
  ),
  ..."x{0} (a{0,1000}){2} ((a{10}){10}){10} ((a{10}){10}){11} a{01} a{1,01} a{100000000} [a-\\d] [\\d-a] [-a] [a-] [[:word:]]".split(
    " ",
  ),
  ..."[[:foo:]] [[:alpha] [[.a.]] (?i)\\w (?i)[^k] (?i)\\PL \\x{110000} \\x{10FFFF} \\x{} \\xg1 \\_ \\é \\0 \\400 \\Qa\\E* \\Q* (?s).$".split(
    " ",
  ),
  ..."\\p{Lu} \\p{Cn} \\p{L&} \\p{Letter} \\p{Grek} \\p{Han} \\p{Nko} \\p{Old_Italic} \\p{greek} \\p{LC} \\pC \\p{Zzzz} \\p{Inherited} \\p{Common}".split(
    " ",
  ),
  "(?P<n",
  "[a",
  "[\\",
  "[a-",
  "(?",
  "a|*",
  "(|a)*",
  "(*)",
  "$*",
  "\\b+",
];

const GO_MATCHER = `package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
)

func main() {
	var cases []struct{ Source, Subject string }
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		panic(err)
	}
	answers := []string{}
	for _, c := range cases {
		rx, err := regexp.Compile(c.Source)
		if err != nil {
			answers = append(answers, err.Error())
		} else {
			answers = append(answers, fmt.Sprint(rx.MatchString(c.Subject)))
		}
	}
	json.NewEncoder(os.Stdout).Encode(answers)
}
`;
